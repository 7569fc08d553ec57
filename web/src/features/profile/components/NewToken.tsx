import { Button, CopyButton, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import { useCreateToken } from '../api/create-token';
import classes from './TokensSection.module.css';

const DAYS = [30, 90, 365];
const DAY_MS = 24 * 3600 * 1000;
const FOREVER = 'forever';

/** Makes an API token and shows its secret, once. */
export function NewToken() {
  const { t } = useTranslation();
  const create = useCreateToken();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    const expires_at =
      days === FOREVER ? undefined : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    create.mutate({ name: name.trim(), expires_at }, { onSuccess: () => setName('') });
  };
  return (
    <>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t('profile.tokenName')}
          description={t('help.tokenName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t('profile.expires')}
          description={t('help.tokenExpires')}
          allowDeselect={false}
          data={[
            ...DAYS.map((count) => ({ value: String(count), label: t('profile.days', { count }) })),
            { value: FOREVER, label: t('profile.noExpiry') },
          ]}
          value={days}
          onChange={(next) => next && setDays(next)}
        />
        <Button type="submit" variant="light" disabled={!name.trim()} loading={create.isPending}>
          {t('profile.makeToken')}
        </Button>
      </form>
      <div aria-live="polite">
        <ProblemView error={create.error} />
        {create.data && <Secret token={create.data.token} />}
      </div>
    </>
  );
}

function Secret({ token }: { token: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.secret}>
      <strong>{t('profile.tokenOnce')}</strong>
      <code>{token}</code>
      <CopyButton value={token}>
        {({ copied, copy }) => (
          <Button
            size="xs"
            leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            onClick={copy}
          >
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
