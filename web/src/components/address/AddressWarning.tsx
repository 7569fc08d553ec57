import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconBlocked } from '@/components/icons';
import type { AddressWarning as Warning } from '@/lib/api/types';
import classes from './AddressWarning.module.css';
import { useWarningWords } from './use-warning-words';

/** A sign that mail may not reach an address; the reason comes when it is pointed at, focused or read aloud. */
export function AddressSign({ warning }: { warning: Warning }) {
  const text = useWarningWords()(warning);
  return (
    <Tooltip label={text} multiline maw={300} withArrow events={{ hover: true, focus: true, touch: true }}>
      <button
        type="button"
        className={classes.sign}
        data-blocked={warning.scope !== null || undefined}
        aria-label={text}
        onClick={(event) => event.stopPropagation()}
      >
        <Sign warning={warning} />
      </button>
    </Tooltip>
  );
}

/** The same with its reason in sight. */
export function AddressWarningText({ warning }: { warning: Warning }) {
  const text = useWarningWords()(warning);
  return (
    <p className={classes.words} data-blocked={warning.scope !== null || undefined}>
      <Sign warning={warning} />
      <span>{text}</span>
    </p>
  );
}

/** Something with the signs of some addresses beside it. */
export function WithSigns({ warnings, children }: { warnings: Warning[]; children: ReactNode }) {
  if (warnings.length === 0) return children;
  return (
    <span className={classes.with}>
      <span className={classes.cut}>{children}</span>
      {warnings.map((warning) => (
        <AddressSign key={warning.address} warning={warning} />
      ))}
    </span>
  );
}

/** What is wrong with an address, shortly, where nothing can be pointed at. */
export function useShortWarning() {
  const { t } = useTranslation();
  return (warning: Warning) =>
    warning.scope === null
      ? t('addressWarning.shortReturns', { count: warning.returns })
      : t(`addressWarning.short.${warning.scope}`);
}

function Sign({ warning }: { warning: Warning }) {
  return warning.scope === null ? <IconAlert size={15} /> : <IconBlocked size={15} />;
}
