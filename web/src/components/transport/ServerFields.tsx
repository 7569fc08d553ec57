import { Fieldset } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { RelayFields } from './RelayFields';
import classes from './TransportForm.module.css';

/** The server of one's own; while the shared way is chosen it stays in sight, greyed, where there is one. */
export function ServerFields(props: ComponentProps<typeof RelayFields>) {
  const { t } = useTranslation();
  const { way, host } = props.form.values;
  const isShared = way === 'shared';
  if (way !== 'relay' && !(isShared && host !== '')) return null;
  return (
    <Fieldset disabled={isShared} variant="unstyled" className={classes.server}>
      {isShared && <p className={classes.waits}>{t('transport.keptUnused')}</p>}
      <RelayFields {...props} />
    </Fieldset>
  );
}
