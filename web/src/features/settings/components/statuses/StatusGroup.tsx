import { ActionIcon, Badge, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  IconArchive,
  IconChevronDown,
  IconChevronUp,
  IconEdit,
  IconPlus,
  IconRestore,
} from '@/components/icons';
import { StatusDot } from '@/components/status/StatusDot';
import type { Status } from '@/lib/api/types';
import classes from './Statuses.module.css';

export type Kind = 'open' | 'waiting' | 'closed';
const TONES = { open: 'busy', waiting: 'wait', closed: 'quiet' } as const;

type Props = {
  kind: Kind;
  statuses: Status[];
  onOpen: (status: Status) => void;
  onCreate: () => void;
  onMove: (status: Status, position: number) => void;
  onArchive: (status: Status) => void;
  onRestore: (status: Status) => void;
};

/** The statuses of one kind, and what can be done with each. */
export function StatusGroup(props: Props) {
  const { t } = useTranslation();
  const { kind, statuses } = props;
  const living = statuses.filter((status) => !status.archived_at);
  const archived = statuses.filter((status) => status.archived_at);
  const nameOf = (status: Status) => status.name ?? t(`status.${kind}`);
  const nameOfId = (id: string | null) => {
    const found = statuses.find((status) => status.id === id);
    return found ? nameOf(found) : '–';
  };
  return (
    <section>
      <h2 className={classes.title}>{t(`statuses.kind.${kind}`)}</h2>
      <p className={classes.hint}>{t(`statuses.kindHint.${kind}`)}</p>
      <ol className={classes.words}>
        {living.map((status, at) => (
          <li key={status.id} className={classes.word}>
            <span className={classes.name}>
              <StatusDot tone={TONES[kind]} colour={status.colour}>
                {nameOf(status)}
              </StatusDot>
              <Traits status={status} />
            </span>
            <ActionIcon
              disabled={at === 0}
              aria-label={`${t('common.moveUp')}: ${nameOf(status)}`}
              onClick={() => props.onMove(status, at)}
            >
              <IconChevronUp size={17} />
            </ActionIcon>
            <ActionIcon
              disabled={at === living.length - 1}
              aria-label={`${t('common.moveDown')}: ${nameOf(status)}`}
              onClick={() => props.onMove(status, at + 2)}
            >
              <IconChevronDown size={17} />
            </ActionIcon>
            <ActionIcon
              aria-label={`${t('common.edit')}: ${nameOf(status)}`}
              onClick={() => props.onOpen(status)}
            >
              <IconEdit size={16} />
            </ActionIcon>
            <ActionIcon
              disabled={status.is_default}
              aria-label={`${t('statuses.archive')}: ${nameOf(status)}`}
              title={status.is_default ? t('statuses.defaultStays') : t('statuses.archive')}
              onClick={() => props.onArchive(status)}
            >
              <IconArchive size={16} />
            </ActionIcon>
          </li>
        ))}
        {archived.map((status) => (
          <li key={status.id} className={classes.word} data-archived>
            <span className={classes.name}>
              {nameOf(status)}
              <span className={classes.about}>
                {t('statuses.shownAs', { name: nameOfId(status.replaced_by) })}
              </span>
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconRestore size={15} />}
              aria-label={`${t('common.restore')}: ${nameOf(status)}`}
              onClick={() => props.onRestore(status)}
            >
              {t('common.restore')}
            </Button>
          </li>
        ))}
      </ol>
      <Button
        mt="xs"
        size="xs"
        variant="light"
        leftSection={<IconPlus size={15} />}
        aria-label={`${t('statuses.new')}: ${t(`statuses.kind.${kind}`)}`}
        onClick={props.onCreate}
      >
        {t('statuses.new')}
      </Button>
    </section>
  );
}

function Traits({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <>
      {status.is_usual && (
        <Badge color="gray" title={t('statuses.defaultHint')}>
          {t('statuses.default')}
        </Badge>
      )}
      {status.in_queue && <Badge color="fjord">{t('statuses.queued')}</Badge>}
      {status.new_case_on_reply && <Badge color="yellow">{t('statuses.newCase')}</Badge>}
    </>
  );
}
