import { Button, CopyButton, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy } from '@/components/icons';
import classes from './Oauth.module.css';

/** The address that is registered with the provider: it sends browsers nowhere else. */
export function RedirectAddress({ address }: { address: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.copy}>
      <TextInput
        readOnly
        label={t('oauth.form.redirect')}
        description={t('oauth.form.redirectHint')}
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            onClick={copy}
          >
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
