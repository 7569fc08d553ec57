import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { BinButtons } from '@/components/data-list/BinButtons';
import { IconDownload, IconOutbox, IconPause, IconRefresh, IconResume, IconTrash } from '@/components/icons';
import { address } from '@/lib/api/client';
import type { OutboxDetail } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { isAllStopped, isHeldForDomains } from '../kept';
import { useOutboxActions } from '../use-outbox-actions';
import { AnotherWay } from './AnotherWay';
import classes from './OutboxButtons.module.css';
import { OutboxTime } from './OutboxTime';
import { SendAgainLabel } from './SendAgainLabel';
import { canBePushed, hasSharedWait } from './WaitsFor';

type Props = { mail: OutboxDetail; onGone: () => void };

/**
 * Whether it was tried before, or waits with others: what is about to leave needs no push, and while all mail is stopped, or all to its
 * domains, nothing is tried by one.
 */
const mayRetry = (mail: OutboxDetail) =>
  !isAllStopped(mail) && !isHeldForDomains(mail) && (mail.attempts > 0 || hasSharedWait(mail.waits));

/** Why whoever looks at it cannot send it another way. */
function keptBy(mail: OutboxDetail, t: TFunction) {
  if (mail.way_kept === null) return undefined;
  if (mail.way_kept !== 'authors') return t('outbox.way.kept.domains');
  return t('outbox.way.kept.authors', { name: mail.created_by_name ?? t('common.somebody') });
}

/** What can be done about it now. */
export function OutboxButtons({ mail, onGone }: Props) {
  const { t } = useTranslation();
  const mayDelete = useMay('delete');
  const mayOpenCase = useMay('cases_all', 'cases_own');
  const actions = useOutboxActions();
  const { case_id, case_number } = mail;
  const waits = mail.state === 'queued' && !mail.deleted_at;
  return (
    <Group gap="xs" mb="md" className={classes.actions} data-whole-words>
      {mail.state === 'failed' && !mail.deleted_at && (
        <Button
          variant={mail.sent_anew ? 'default' : undefined}
          leftSection={<IconOutbox size={16} />}
          loading={actions.busy}
          onClick={() => actions.send([mail.id])}
        >
          <SendAgainLabel mail={mail} />
        </Button>
      )}
      {waits && !mail.held_at && mayRetry(mail) && canBePushed(mail.waits) && (
        <Button
          leftSection={<IconRefresh size={16} />}
          loading={actions.busy}
          onClick={() => actions.retry([mail.id])}
        >
          {t('outbox.retry')}
        </Button>
      )}
      {waits && !mail.held_at && (
        <Button
          variant="default"
          leftSection={<IconPause size={16} />}
          loading={actions.busy}
          onClick={() => actions.hold([mail.id])}
        >
          {t('outbox.hold')}
        </Button>
      )}
      {waits && mail.held_at && (
        <Button leftSection={<IconResume size={16} />} onClick={() => actions.release([mail.id])}>
          {t('outbox.release')}
        </Button>
      )}
      {waits && mail.attempts === 0 && <OutboxTime mail={mail} />}
      {(waits || (mail.state === 'failed' && !mail.deleted_at)) && (
        <AnotherWay which={{ ids: [mail.id] }} kept={keptBy(mail, t)} />
      )}
      {mayOpenCase && case_id && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId: case_id }} {...props} />}
        >
          {t('intake.openCase', { number: case_number ?? '' })}
        </Button>
      )}
      <Button
        component="a"
        href={address(`/outbox/${mail.id}/raw`)}
        download
        variant="default"
        leftSection={<IconDownload size={16} />}
      >
        {t('message.raw')}
      </Button>
      {mayDelete && !mail.deleted_at && (
        <Button
          variant="default"
          leftSection={<IconTrash size={16} />}
          onClick={() => actions.remove([mail.id], onGone)}
        >
          {t('common.delete')}
        </Button>
      )}
      {mail.deleted_at && (
        <BinButtons
          loading={actions.busy}
          onRestore={() => actions.restore([mail.id], onGone)}
          onPurge={() => void actions.purge([mail.id], onGone)}
        />
      )}
    </Group>
  );
}
