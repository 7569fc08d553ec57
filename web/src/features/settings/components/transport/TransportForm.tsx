import { Button, Radio, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Transport } from '@/lib/api/types';
import { useSaveTransport } from '../../api/save-transport';
import { inputOf, type TransportValues, valuesOf } from '../../transport-form';
import { RelayFields } from './RelayFields';
import classes from './TransportForm.module.css';
import { TransportTest } from './TransportTest';

/** Straight to the recipients' servers or through one of ours, and a test of it. */
export function TransportForm({ transport }: { transport: Transport }) {
  const { t } = useTranslation();
  const save = useSaveTransport();
  const check = ({ kind, host, port }: TransportValues) => ({
    host: kind === 'direct' || host.trim() ? undefined : t('field.required'),
    port: kind === 'direct' || (port !== '' && port >= 1 && port <= 65_535) ? undefined : t('field.port'),
  });
  const form = useForm({ initial: valuesOf(transport), check, error: save.error });
  const { values, set, errorOf } = form;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.isReady()) return;
    save.mutate(inputOf(values), { onSuccess: () => notifyDone(t('transport.saved')) });
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <Radio.Group
        label={t('transport.kind')}
        value={values.kind}
        onChange={(kind) => set({ kind: kind === 'direct' ? 'direct' : 'relay' })}
      >
        <div className={classes.kinds}>
          <Radio value="relay" label={t('transport.relay')} description={t('transport.relayHint')} />
          <Radio value="direct" label={t('transport.direct')} description={t('transport.directHint')} />
        </div>
      </Radio.Group>
      {values.kind === 'relay' && <RelayFields form={form} hasPassword={transport.has_password} />}
      <TextInput
        label={t('transport.helo')}
        description={t('transport.heloHint')}
        value={values.helo_name}
        error={errorOf('helo_name')}
        onChange={(event) => set({ helo_name: event.currentTarget.value })}
      />
      <ProblemView error={form.general} />
      <div>
        <Button type="submit" loading={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
      <TransportTest values={values} onRecipient={(recipient) => set({ recipient })} />
    </form>
  );
}
