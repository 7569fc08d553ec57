import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/lib/session/SessionContext';
import { IconRestore, IconTrash } from '../icons';

type Props = {
  size?: 'xs';
  loading?: boolean;
  onRestore: () => void;
  /** Absent where it cannot be done: all rows that fit are never lost with one click. */
  onPurge?: () => void;
};

/** What can be done to mail in the bin, by one's rights: take it out, or be rid of it. */
export function BinButtons({ size, loading, onRestore, onPurge }: Props) {
  const { t } = useTranslation();
  const mayRestore = useMay('delete');
  const mayPurge = useMay('delete_for_good');
  const icon = size === 'xs' ? 15 : 16;
  return (
    <>
      {mayRestore && (
        <Button size={size} loading={loading} leftSection={<IconRestore size={icon} />} onClick={onRestore}>
          {t('common.restore')}
        </Button>
      )}
      {mayPurge && onPurge && (
        <Button
          size={size}
          variant="default"
          loading={loading}
          leftSection={<IconTrash size={icon} />}
          onClick={onPurge}
        >
          {t('intake.purge')}
        </Button>
      )}
    </>
  );
}
