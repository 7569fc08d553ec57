import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { CaseLogEntry } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import classes from './CaseLog.module.css';

/** What the log says of a mail that was not tried, where others name what was wrong. */
const HELD_BACK = 'held_back';

/** What happened to the case itself: who changed what, and when; the newest first. */
export function CaseLog({ entries }: { entries: CaseLogEntry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = ({ what, params }: CaseLogEntry) => {
    const isTime = what === 'wait_until' || what === 'due_at';
    const shown = isTime && params.to ? format.full(params.to) : params.to;
    const named = shown ? (textOf(`status.${shown}`) ?? shown) : t('caseLog.nothing');
    const to = params.more ? t('caseLog.andMore', { to: named, count: Number(params.more) }) : named;
    if (what === 'noted' && params.failed) {
      const reason =
        params.failed === HELD_BACK
          ? t('caseLog.undeliveredHeldBack')
          : textOf(`returns.class.${params.failed}`);
      const told = t(reason ? 'caseLog.undeliveredFor' : 'caseLog.undelivered', { to, reason });
      const blocked = params.blocked && textOf(`caseLog.nowBlocked.${params.blocked}`);
      return blocked ? `${told}. ${blocked}` : told;
    }
    const because = textOf(`assignment.${params.because}`) ?? '';
    return textOf(`caseLog.${what}`, { ...withoutNull(params), to, because }) ?? t('caseLog.changed');
  };
  return (
    <ol className={classes.log}>
      {[...entries].reverse().map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries have no id and are only ever appended
        <li key={entries.length - index}>
          <span>
            {sentence(entry)}
            {entry.user_name && ` ${t('caseLog.by', { name: entry.user_name })}`}
          </span>
          <Time at={entry.at} />
        </li>
      ))}
    </ol>
  );
}

function withoutNull(params: CaseLogEntry['params']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
