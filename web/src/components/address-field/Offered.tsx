import { Combobox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShortWarning } from '@/components/address/AddressWarning';
import { IconAlert } from '@/components/icons';
import type { BlockScope } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { listOf } from '@/lib/mail/distribution-list';
import classes from './AddressField.module.css';
import type { Suggestion } from './suggestions';

type OfferedProps = { one: Suggestion; scope: BlockScope | undefined };

/** One whom the field offers. */
export function Offered({ one: { address, name, about, warning }, scope }: OfferedProps) {
  const { t } = useTranslation();
  const short = useShortWarning();
  const warned = warning ? short(warning) : scope && t(`addressWarning.short.${scope}`);
  return (
    <Combobox.Option value={address}>
      <span className={classes.name}>{name ?? readable(address)}</span>
      <span className={classes.about}>
        {[name && listOf(address) === null ? readable(address) : null, about].filter(Boolean).join(' · ')}
      </span>
      {warned && (
        <span className={classes.warned}>
          <IconAlert size={13} aria-hidden /> {warned}
        </span>
      )}
    </Combobox.Option>
  );
}
