import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Help } from '@/components/help/Help';
import classes from './SignatureLine.module.css';

type Props = { asked: boolean; onChange: (asked: boolean) => void };

/** Whether the author wants to be told that the mail has arrived and was read. */
export function ReceiptChoice({ asked, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.receipt}>
      <Checkbox
        size="xs"
        label={t('receipt.ask')}
        checked={asked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <Help name={t('receipt.ask')}>{t('receipt.askHelp')}</Help>
    </div>
  );
}
