import { Pill } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isRecipient, listOf } from '@/lib/mail/distribution-list';
import classes from './AddressField.module.css';

type Props = {
  address: string;
  name: string | undefined;
  /** Whether the address stands beside the name: it is what matters. */
  whole: boolean;
  onRemove: () => void;
};

/** One recipient, or a list of them. The keyboard takes off the last with Backspace, in the field. */
export function AddressChip({ address, name, whole, onRemove }: Props) {
  const { t } = useTranslation();
  const isList = listOf(address) !== null;
  return (
    <Pill
      className={classes.pill}
      withRemoveButton
      title={isList ? name : address}
      data-wrong={!isRecipient(address) || undefined}
      data-list={isList || undefined}
      removeButtonProps={{
        'aria-label': t('addressField.remove', { address: isList ? (name ?? address) : address }),
        'aria-hidden': false,
        tabIndex: -1,
      }}
      onRemove={onRemove}
    >
      {name ?? address}
      {name && whole && !isList && <span className={classes.address}> {address}</span>}
    </Pill>
  );
}
