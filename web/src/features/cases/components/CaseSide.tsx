import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressWarningText } from '@/components/address/AddressWarning';
import { Time } from '@/components/time/Time';
import { WriteLink } from '@/components/write/WriteTo';
import type { Case, CaseChange, CaseStatus } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { useRequestTypes } from '@/lib/requests/request-types';
import { useSession } from '@/lib/session/SessionContext';
import { changeTo, type StatusChoice, useStatusChoices } from '@/lib/statuses/status-choices';
import { isOverdue } from '../overdue';
import { CaseLog } from './CaseLog';
import { CaseParticipants } from './CaseParticipants';
import classes from './CaseSide.module.css';
import { CaseTags } from './CaseTags';
import { EarlierCases } from './EarlierCases';
import { WaitUntil } from './WaitUntil';

const LIVING: CaseStatus[] = ['open', 'waiting', 'closed'];

type Props = { shown: Case; onChange: (change: CaseChange) => void };
type Named = { id: string; name: string };

const choices = (named: Named[]) => named.map(({ id, name }) => ({ value: id, label: name }));

/** Who the case is with, whose it is, and what has happened to it. */
export function CaseSide({ shown, onChange }: Props) {
  const { t } = useTranslation();
  const { user } = useSession();
  const people = usePeople();
  const away = people.find(({ id }) => id === shown.owner_id)?.away_until;
  const format = useFormat();
  const lastDay = (until: string) => format.day(new Date(until).getTime() - 1);
  const categories = useCategories();
  const priorities = usePriorities();
  const types = useRequestTypes();
  const statuses = useStatusChoices();
  return (
    <div className={classes.side}>
      <section>
        <h2 className={classes.heading}>{t('case.customer')}</h2>
        <p className={classes.customer}>
          {shown.customer_name && <strong>{shown.customer_name}</strong>}
          <WriteLink address={shown.customer_address} />
        </p>
        {shown.customer_warning && <AddressWarningText warning={shown.customer_warning} />}
        <CaseParticipants shown={shown} />
        <EarlierCases shown={shown} />
      </section>
      <section className={classes.fields}>
        <Select
          label={t('cases.status')}
          allowDeselect={false}
          data={grouped(statuses, (kind) => t(`status.${kind}`))}
          value={LIVING.includes(shown.status) ? (shown.status_id ?? shown.status) : null}
          disabled={!LIVING.includes(shown.status)}
          onChange={(chosen) => {
            const status = statuses.find(({ id }) => id === chosen);
            if (status) onChange(changeTo(status));
          }}
        />
        <WaitUntil shown={shown} onChange={onChange} />
        <Select
          label={t('cases.owner')}
          placeholder={t('cases.noOwner')}
          clearable
          searchable
          data={people.map(({ id, name, away_until }) => ({
            value: id,
            label: away_until ? t('absence.named', { name }) : name,
          }))}
          value={shown.owner_id}
          onChange={(owner_id) => onChange({ owner_id })}
        />
        {away && <p className={classes.hint}>{t('absence.until', { last: lastDay(away) })}</p>}
        {shown.owner_id !== user.id && (
          <Button variant="light" size="xs" onClick={() => onChange({ owner_id: user.id })}>
            {t('case.take')}
          </Button>
        )}
        <Select
          label={t('cases.category')}
          placeholder={t('cases.noCategory')}
          clearable
          data={choices(categories)}
          value={shown.category_id}
          onChange={(category_id) => onChange({ category_id })}
        />
        <Select
          label={t('cases.priority')}
          placeholder={t('cases.noPriority')}
          clearable
          data={choices(priorities)}
          value={shown.priority_id}
          onChange={(priority_id) => onChange({ priority_id })}
        />
        {(types.length > 0 || shown.request_type_id) && (
          <Select
            label={t('cases.requestType')}
            placeholder={t('cases.noRequestType')}
            clearable
            data={choices(withShown(types, shown))}
            value={shown.request_type_id}
            onChange={(request_type_id) => onChange({ request_type_id })}
          />
        )}
        <CaseTags shown={shown} />
      </section>
      <dl className={classes.facts}>
        {shown.due_at && (
          <div>
            <dt>{t('cases.due')}</dt>
            <dd className={isOverdue(shown) ? classes.overdue : undefined}>
              <Time at={shown.due_at} as="full" />
              {isOverdue(shown) && ` · ${t('cases.overdue')}`}
            </dd>
          </div>
        )}
        {shown.mailbox_address && (
          <div>
            <dt>{t('case.mailbox')}</dt>
            <dd>{readable(shown.mailbox_address)}</dd>
          </div>
        )}
        <div>
          <dt>{t('case.created')}</dt>
          <dd>
            <Time at={shown.created_at} as="full" />
          </dd>
        </div>
      </dl>
      {shown.log.length > 0 && (
        <section>
          <h2 className={classes.heading}>{t('case.log')}</h2>
          <CaseLog entries={shown.log} />
        </section>
      )}
    </div>
  );
}

/** The request types that can be chosen, and an archived one that the case has. */
function withShown(types: Named[], { request_type_id: id, request_type_name: name }: Case): Named[] {
  if (!id || types.some((type) => type.id === id)) return types;
  return [...types, { id, name: name ?? '–' }];
}

/** Own statuses stand under the kind that they are of; the three kinds alone need no headings. */
function grouped(statuses: StatusChoice[], word: (kind: CaseStatus) => string) {
  const item = ({ id, label }: StatusChoice) => ({ value: id, label });
  if (statuses.every(({ isDefault }) => isDefault)) return statuses.map(item);
  return LIVING.map((kind) => ({
    group: word(kind),
    items: statuses.filter((status) => status.kind === kind).map(item),
  }));
}
