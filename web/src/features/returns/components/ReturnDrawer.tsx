import { Alert, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NamelessReturn, ReturnsOfAddress } from '@/components/address/ReturnsOfAddress';
import { Facts } from '@/components/facts/Facts';
import { IconCheck, IconEmail } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { Time } from '@/components/time/Time';
import { address as addressOf } from '@/lib/api/client';
import type { AddressDecision, ReturnToReview } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { usePeople } from '@/lib/requests/people';
import { useMay } from '@/lib/session/SessionContext';
import { type Told, useReturnActions } from '../use-return-actions';
import { whyHere } from '../why-here';
import { WhomOfMail } from './WhomOfMail';

type Props = {
  row: ReturnToReview | undefined;
  /** Makes a rule of its words; without it, one may not. */
  onRule: ((row: ReturnToReview) => void) | undefined;
  onClose: () => void;
};

/** One return with all that is known of it, and what can be done about it. */
export function ReturnDrawer({ row, onRule, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <SideDrawer opened={row !== undefined} onClose={onClose} title={t('returnedMail.detail')}>
      {row && <Details key={row.id} row={row} onRule={onRule} onClose={onClose} />}
    </SideDrawer>
  );
}

function Details({ row, onRule, onClose }: Props & { row: ReturnToReview }) {
  const { t } = useTranslation();
  const { finish, finishing } = useReturnActions();
  const mayIntake = useMay('intake');
  const who = useName(row.reviewed_by);
  return (
    <>
      <Facts
        facts={[
          [
            t('blockedAddresses.column.address'),
            <strong key="address">
              {row.address === null ? t('returnedMail.nobody') : readable(row.address)}
            </strong>,
          ],
          [t('returnedMail.why'), t(whyHere(row))],
          [t('blockedAddresses.column.host'), row.host ?? '–'],
          ...(row.reviewed_at
            ? [
                [
                  t('returnedMail.looked'),
                  <span key="looked">
                    {who} · <Time at={row.reviewed_at} />
                  </span>,
                ] as [string, ReactNode],
              ]
            : []),
        ]}
      />
      {row.address === null ? (
        row.proposed && <WhomOfMail row={row} mail={row.proposed} onClose={onClose} />
      ) : (
        <About row={row} address={row.address} onClose={onClose} />
      )}
      {row.address === null ? <NamelessReturn one={row} /> : <ReturnsOfAddress history={[row]} />}
      <Group mt="lg" gap="xs">
        {!row.reviewed_at && (
          <Button
            leftSection={<IconCheck size={16} />}
            loading={finishing}
            onClick={() => finish([row.id], onClose)}
          >
            {t('returnedMail.done')}
          </Button>
        )}
        {onRule && row.words && row.address !== null && (
          <Button variant="default" onClick={() => onRule(row)}>
            {t('returnedMail.makeRule')}
          </Button>
        )}
        {row.intake_id && mayIntake && (
          <Button variant="default" component="a" href={addressOf(`/intake/${row.intake_id}/raw`)} download>
            {t('returnedMail.raw')}
          </Button>
        )}
      </Group>
    </>
  );
}

type AboutProps = { row: ReturnToReview; address: string; onClose: () => void };

/** What is known of the mail that it is about. */
function About({ row, address, onClose }: AboutProps) {
  return (
    <>
      {row.settled && <Settled address={address} by={row.settled} />}
      {row.proposed && <Proposal row={row} address={address} onClose={onClose} />}
      {row.matched_by && row.outbox_id && (
        <Matched
          told={{ address, source: row.source }}
          outbox={row.outbox_id}
          by={row.matched_by}
          onClose={onClose}
        />
      )}
    </>
  );
}

/** Who let the address go since, so that the complaint changes nothing, and why. */
function Settled({ address, by }: { address: string; by: AddressDecision }) {
  const { t } = useTranslation();
  const format = useFormat();
  const who = by.by_name ?? t('addressWarning.someone');
  const deed = by.deed === 'deleted' ? 'deleted' : 'cleared';
  return (
    <Alert mb="md" variant="light" title={t('returnedMail.settled.title')}>
      {t(`returnedMail.settled.${deed}`, { who, address, when: format.full(by.at) })}
      {by.note && <p>{t('blockedAddresses.quoted', { text: by.note })}</p>}
    </Alert>
  );
}

/** The mail that the report may be about. */
function Proposal({ row, address, onClose }: AboutProps) {
  const { t } = useTranslation();
  const { matchTo, matching } = useReturnActions();
  if (!row.proposed) return null;
  const subject = row.proposed.subject || t('common.noSubject');
  return (
    <Alert
      mb="md"
      variant="light"
      icon={<IconEmail size={18} />}
      title={t(row.proposed.only ? 'returnedMail.proposedOnly' : 'returnedMail.proposedTitle')}
    >
      <Link to="/email/outbox" search={{ open: row.proposed.outbox_id }}>
        {subject}
      </Link>{' '}
      · <Time at={row.proposed.at} />
      <p>{t('returnedMail.matchText', { subject, address })}</p>
      <Group mt="xs">
        <Button size="compact-sm" loading={matching} onClick={() => matchTo(row, onClose)}>
          {t('returnedMail.match')}
        </Button>
      </Group>
    </Alert>
  );
}

type MatchedProps = { told: Told; outbox: string; by: string; onClose: () => void };

/** The mail that somebody said it is about, and the way back. */
function Matched({ told, outbox, by, onClose }: MatchedProps) {
  const { t } = useTranslation();
  const { takeBack, takingBack } = useReturnActions();
  const who = useName(by);
  return (
    <Alert
      mb="md"
      variant="light"
      icon={<IconEmail size={18} />}
      title={t('returnedMail.matchedTo', { who })}
    >
      <Link to="/email/outbox" search={{ open: outbox }}>
        {t('addressWarning.mail')}
      </Link>
      <p>{t('returnedMail.unmatchText')}</p>
      <Group mt="xs">
        <Button
          size="compact-sm"
          variant="default"
          loading={takingBack}
          onClick={() => takeBack(told, outbox, onClose)}
        >
          {t('returnedMail.unmatch')}
        </Button>
      </Group>
    </Alert>
  );
}

/** The name of a user. */
function useName(id: string | null): string {
  const { t } = useTranslation();
  const people = usePeople(useMay('cases_all', 'cases_own'));
  return people.find((person) => person.id === id)?.name ?? t('addressWarning.someone');
}
