import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { DryRunMatch, FilterAction } from '@/lib/api/types';
import { conditionWords, inSentence } from '@/lib/filters/condition-words';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { withValues } from '../filter-form';
import { useFilterWords } from '../use-filter-words';
import classes from './DryRunFound.module.css';

const SHOWN = 20;

type Row = {
  key: string;
  from: string;
  subject: string;
  at?: string;
  /** Why it matches, and what would be done; null where it does not match. */
  result: DryRunMatch | null;
  condition: number | null;
};

/** The mails that a filter would have acted on, each with the reason and what would be done. */
export function DryRunFound({ rows, actions }: { rows: Row[]; actions: FilterAction[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { effect } = useFilterWords();
  const words = (kinds: string[], values: Record<string, string>) =>
    kinds
      .map((kind) => {
        const action = actions.find((one) => one.kind === kind);
        return action
          ? effect(withValues(action, values))
          : inSentence(textOf(`filters.action.${kind}`) ?? kind);
      })
      .join(', ');
  const why = ({ result, condition }: Row) => {
    if (!result) {
      return [condition ? t('filters.dryRun.missed', { condition }) : t('filters.dryRun.missedAny')];
    }
    const reasons = result.reasons.map((reason) => {
      const words = conditionWords(reason, { t, format });
      return reason.text ? t('timeline.reason', { condition: words, text: reason.text }) : words;
    });
    const variables = Object.entries(result.variables).map(([name, value]) => `${name} = ${value}`);
    return [
      ...reasons,
      ...(variables.length > 0 ? [t('timeline.filterVariables', { variables: variables.join(', ') })] : []),
      t('timeline.filterEffects', { actions: words(result.actions, result.variables) }),
      ...(result.left_out.length > 0
        ? [t('timeline.filterLeftOut', { actions: words(result.left_out, result.variables) })]
        : []),
    ];
  };
  if (rows.length === 0) return null;
  return (
    <>
      <ul className={classes.found}>
        {(all ? rows : rows.slice(0, SHOWN)).map((row) => (
          <li key={row.key}>
            <p className={classes.mail}>
              <strong>{row.subject || t('common.noSubject')}</strong>
              <span>{readable(row.from)}</span>
              {row.at && <Time at={row.at} />}
            </p>
            {why(row).map((line) => (
              <p key={line} className={classes.why}>
                {line}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {!all && rows.length > SHOWN && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('filters.dryRun.showAll', { count: rows.length })}
        </Button>
      )}
    </>
  );
}
