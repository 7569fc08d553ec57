import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '@/lib/format/use-format';
import type { Many } from '@/lib/mail/many';
import { useOtherMany } from '../api/start-case';
import classes from './BulkMailDialog.module.css';

type Props = {
  kind: Many;
  name: string;
  /** Goes on with it; none while this one is on its way. */
  onOther?: (name: string) => void;
};

/** Says that another mail to many was begun: one that came back while this one was written. */
export function OtherMany({ kind, name, onOther }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const other = useOtherMany(kind, name);
  const key = other?.mail_key;
  if (!key) return null;
  return (
    <p className={classes.begun}>
      {t('bulkMail.otherBegun', { when: format.full(other.updated_at) })}{' '}
      {onOther && (
        <Button size="compact-xs" variant="default" onClick={() => onOther(key)}>
          {t('bulkMail.showOther')}
        </Button>
      )}
    </p>
  );
}
