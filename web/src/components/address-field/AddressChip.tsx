import { Pill } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nextPlace } from '@/lib/focus/next-place';
import { readable } from '@/lib/format/domain-name';
import { isRecipient, listOf } from '@/lib/mail/distribution-list';
import classes from './AddressField.module.css';

type Props = {
  address: string;
  name: string | undefined;
  /** Whether the address stands beside the name: it is what matters. */
  whole: boolean;
  onRemove: () => void;
};

/** One recipient, or a list of them; it can be taken off with the keyboard, too. */
export function AddressChip({ address, name, whole, onRemove }: Props) {
  const { t } = useTranslation();
  const isList = listOf(address) !== null;
  const shown = readable(address);
  return (
    <Pill
      className={classes.pill}
      withRemoveButton
      title={isList ? name : shown}
      data-wrong={!isRecipient(address) || undefined}
      data-list={isList || undefined}
      removeButtonProps={{
        'aria-label': t('addressField.remove', { address: isList ? (name ?? address) : address }),
        // Out of what Mantine hides it in: a trap of the focus goes by the attribute, whatever it says.
        'aria-hidden': undefined,
        tabIndex: 0,
        onClick: ({ currentTarget: button }) => {
          if (button === document.activeElement)
            nextPlace(button, button.closest('[data-frame]') ?? document)?.focus();
        },
      }}
      onRemove={onRemove}
    >
      {name ?? shown}
      {name && whole && !isList && <span className={classes.address}> {shown}</span>}
    </Pill>
  );
}
