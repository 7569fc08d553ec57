import { Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { notifyDone, notifyNote } from '@/components/problem/notify';
import { FailingNote } from '@/components/transport/FailingNote';
import { ServerFields } from '@/components/transport/ServerFields';
import { TransportTest } from '@/components/transport/TransportTest';
import {
  faultsOf,
  inputOf,
  isTestedBad,
  savedInputOf,
  UNSET,
  valuesOf,
  type Way,
} from '@/components/transport/transport-form';
import type { DomainTransport } from '@/lib/api/types';
import {
  useDeleteDomainTransport,
  useSaveDomainTransport,
  useTestDomainTransport,
} from '../../api/domain-transports';
import classes from './DomainTransports.module.css';

type Props = { saved: DomainTransport | null; onClose: () => void };

/** The server that mail from one domain leaves through. */
export function DomainTransportDrawer({ saved, onClose }: Props) {
  const { t } = useTranslation();
  const save = useSaveDomainTransport();
  const transport = saved ?? UNSET;
  const form = useForm({
    initial: { ...valuesOf(transport), domain: saved?.domain ?? '' },
    check: (values) => ({
      ...faultsOf(values, transport, t),
      domain: values.domain.trim() ? undefined : t('field.required'),
    }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver } = useSeenVersion(transport.version, save.error);
  const test = useTestDomainTransport(values.domain.trim());
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      if (isTestedBad(test, inputOf(values))) notifyNote(t('transport.savedUntested'));
      else notifyDone(t('transport.saved'));
      onClose();
    };
    const domain = values.domain.trim();
    save.mutate({ ...savedInputOf(values, transport), domain, seen_version }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={saved?.domain ?? t('transport.domains.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
      submit={saveOver}
      aside={saved && <Remove saved={saved} onGone={onClose} />}
    >
      <FailingNote transport={transport} />
      {!saved && (
        <TextInput
          label={t('transport.domains.domain')}
          description={t('transport.domains.domainHint')}
          autoComplete="off"
          value={values.domain}
          error={errorOf('domain')}
          onChange={(event) => set({ domain: event.currentTarget.value })}
        />
      )}
      <Radio.Group
        label={t('transport.kind')}
        value={values.way}
        onChange={(way) => set({ way: way as Way })}
      >
        <div className={classes.kinds}>
          <Radio value="relay" label={t('transport.relay')} description={t('transport.relayHint')} />
          <Radio value="direct" label={t('transport.direct')} description={t('transport.directHint')} />
          {saved && (
            <Radio
              value="shared"
              label={t('transport.shared')}
              description={t('transport.domains.sharedHint')}
            />
          )}
        </div>
      </Radio.Group>
      <ServerFields form={form} saved={transport} level="domain" owner={saved && { domain: saved.id }} />
      <TransportTest
        values={values}
        saved={transport}
        test={test}
        level="domain"
        domain={values.domain.trim().replace(/^@/, '')}
        isReady={form.isReady}
        onRecipient={(recipient) => set({ recipient })}
      />
    </FormDrawer>
  );
}

function Remove({ saved, onGone }: { saved: DomainTransport; onGone: () => void }) {
  const { t } = useTranslation();
  return (
    <DeleteButton
      id={saved.id}
      question={t('confirm.deleteNamed', { name: saved.domain })}
      hint={t('transport.domains.deleteHint')}
      done={t('transport.domains.deleted')}
      remove={useDeleteDomainTransport()}
      onGone={onGone}
    />
  );
}
