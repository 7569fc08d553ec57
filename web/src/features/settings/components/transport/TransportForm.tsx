import { Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import type { Transport } from '@/lib/api/types';
import { useSaveTransport } from '../../api/save-transport';
import { inputOf, type TransportValues, valuesOf, type Way } from '../../transport-form';
import { RelayFields } from './RelayFields';
import classes from './TransportForm.module.css';
import { TransportTest } from './TransportTest';

/** Straight to the recipients' servers or through one of ours, and a test of it. */
export function TransportForm({ transport }: { transport: Transport }) {
  const { t } = useTranslation();
  const save = useSaveTransport();
  const check = ({ way, host, port }: TransportValues) => ({
    host: way !== 'relay' || host.trim() ? undefined : t('field.required'),
    port: way !== 'relay' || (port !== '' && port >= 1 && port <= 65_535) ? undefined : t('field.port'),
  });
  const form = useForm({ initial: valuesOf(transport), check, error: save.error });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      form.keep();
      notifyDone(t('transport.saved'));
    };
    save.mutate(inputOf(values), { onSuccess });
  };
  return (
    <SaveForm
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      after={
        <TransportTest values={values} saved={transport} onRecipient={(recipient) => set({ recipient })} />
      }
    >
      <Radio.Group
        label={t('transport.kind')}
        value={values.way}
        onChange={(way) => set({ way: way as Way })}
      >
        <div className={classes.kinds}>
          <Radio
            value="shared"
            label={t('transport.shared')}
            description={t(`transport.sharedHint.${transport.installation}`)}
          />
          <Radio value="relay" label={t('transport.relay')} description={t('transport.relayHint')} />
          <Radio value="direct" label={t('transport.direct')} description={t('transport.directHint')} />
        </div>
      </Radio.Group>
      {values.way === 'relay' && <RelayFields form={form} saved={transport} />}
      {values.way !== 'shared' && (
        <TextInput
          label={t('transport.helo')}
          description={t('transport.heloHint')}
          value={values.helo_name}
          error={errorOf('helo_name')}
          onChange={(event) => set({ helo_name: event.currentTarget.value })}
        />
      )}
    </SaveForm>
  );
}
