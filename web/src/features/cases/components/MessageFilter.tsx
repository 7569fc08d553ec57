import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SHOWN, type Shown } from '../message-kinds';
import classes from './Conversation.module.css';

type Props = { value: Shown; onChange: (shown: Shown) => void };

/** Narrows a long conversation to stars, our answers, or comments. */
export function MessageFilter({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <SegmentedControl
      className={classes.filter}
      size="xs"
      aria-label={t('message.filter')}
      data={SHOWN.map((shown) => ({ value: shown, label: t(`message.shown.${shown}`) }))}
      value={value}
      onChange={(shown) => onChange(shown as Shown)}
    />
  );
}
