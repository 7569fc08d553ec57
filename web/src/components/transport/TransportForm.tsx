import { Radio, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { notifyDone, notifyNote } from '@/components/problem/notify';
import type { Transport, TransportInput } from '@/lib/api/types';
import { FailingNote } from './FailingNote';
import { ServerFields } from './ServerFields';
import { SharedSignIn } from './SharedSignIn';
import classes from './TransportForm.module.css';
import { type Testing, TransportTest } from './TransportTest';
import { faultsOf, inputOf, isTestedBad, savedInputOf, valuesOf, type Way } from './transport-form';

type Props = {
  /** As it is kept. */
  transport: Transport;
  /** Whose it is. */
  level: 'organisation' | 'user';
  save: UseMutationResult<Transport, Error, TransportInput>;
  test: Testing;
};

/** The shared way or one of one's own, and a test of it. What is not used stays in sight, greyed. */
export function TransportForm({ transport, level, save, test }: Props) {
  const { t } = useTranslation();
  const form = useForm({
    initial: valuesOf(transport),
    check: (values) => faultsOf(values, transport, t),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver, goOnFrom } = useSeenVersion(transport.version, save.error);
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = (saved: Transport) => {
      form.keep();
      goOnFrom(saved.version);
      if (isTestedBad(test, inputOf(values))) notifyNote(t('transport.savedUntested'));
      else notifyDone(t('transport.saved'));
    };
    save.mutate({ ...savedInputOf(values, transport), seen_version }, { onSuccess });
  };
  const isShared = values.way === 'shared';
  const shared = transport.shared_is_of_organisation ? 'organisation' : transport.shared;
  return (
    <SaveForm
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      submit={saveOver}
      after={
        <TransportTest
          values={values}
          saved={transport}
          test={test}
          level={level}
          isReady={form.isReady}
          onRecipient={(recipient) => set({ recipient })}
        />
      }
    >
      <FailingNote transport={transport} />
      <Radio.Group
        label={t('transport.kind')}
        value={values.way}
        onChange={(way) => set({ way: way as Way })}
      >
        <div className={classes.kinds}>
          <Radio
            value="shared"
            label={t('transport.shared')}
            description={t(`transport.sharedHint.${shared}`)}
          />
          <Radio
            value="relay"
            label={t(level === 'user' ? 'transport.own' : 'transport.relay')}
            description={t(level === 'user' ? 'transport.ownHint' : 'transport.relayHint')}
          />
          {level === 'organisation' && (
            <Radio value="direct" label={t('transport.direct')} description={t('transport.directHint')} />
          )}
        </div>
      </Radio.Group>
      {isShared && <SharedSignIn state={transport.shared_grant} />}
      <ServerFields
        form={form}
        saved={transport}
        level={level}
        owner={level === 'user' ? 'user' : 'transport'}
      />
      {!isShared && level === 'organisation' && (
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
