import { ActionIcon, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconHelp } from '../icons';
import classes from './Help.module.css';

type Props = {
  /** The setting that it explains, for screen readers. */
  name: string;
  /** What the setting does, and when one changes it. */
  children: ReactNode;
};

/** A question mark that explains a setting when it is asked: by click, Enter or Space; Escape closes it. */
export function Help({ name, children }: Props) {
  const { t } = useTranslation();
  const [opened, shown] = useDisclosure(false);
  return (
    <Popover opened={opened} onChange={(on) => !on && shown.close()} position="top-end" width={300} withArrow>
      <Popover.Target>
        <ActionIcon
          size={24}
          className={classes.mark}
          data-help
          aria-label={t('help.about', { name })}
          onClick={shown.toggle}
        >
          <IconHelp size={16} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.text} role="note" aria-live="polite">
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

/** A field with its help beside its label. */
export function WithHelp({ name, help, children }: { name: string; help: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.field}>
      {children}
      <span className={classes.place}>
        <Help name={name}>{help}</Help>
      </span>
    </div>
  );
}
