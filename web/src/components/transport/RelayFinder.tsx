import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { FindSettings } from '@/components/detection/FindSettings';
import { goesOn, onEnter } from '@/components/detection/leaving';
import { PresetSelect } from '@/components/detection/PresetSelect';
import { useDetection } from '@/components/detection/use-detection';
import type { useForm } from '@/components/form/use-form';
import { useApplicationFor, useSignInWith } from '@/lib/requests/oauth';
import { useSession } from '@/lib/session/SessionContext';
import { holdsServer, type Level, type TransportValues, withServer } from './transport-form';

type Props = {
  form: Pick<ReturnType<typeof useForm<TransportValues>>, 'values' | 'set'>;
  level: Level;
};

/** From an address to the server that takes its mail; the address itself is not kept. */
export function RelayFinder({ form, level }: Props) {
  const { t } = useTranslation();
  const { values, set } = form;
  const applicationFor = useApplicationFor();
  const signInWith = useSignInWith();
  const { user } = useSession();
  const [address, setAddress] = useState(level === 'user' ? user.email : '');
  const detection = useDetection(address, level);
  return (
    <>
      <TextInput
        label={t('detection.relayAddress')}
        description={t('detection.relayAddressHint')}
        type="email"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onBlur={(event) => values.host.trim() === '' && goesOn(event) && detection.findOnce()}
        onKeyDown={(event) => onEnter(event, detection.find)}
      />
      <AddressNotes addresses={[address]} ours onReplace={(_, meant) => setAddress(meant)} />
      <FindSettings
        detection={detection}
        services={['smtp']}
        isUsed={(server) => holdsServer(values, server)}
        onUse={(server) => set({ ...withServer(server), ...applicationFor(server) })}
      />
      <PresetSelect
        service="smtp"
        host={values.host}
        onUse={(server, oauth) => set({ ...server, ...signInWith(oauth) })}
      />
    </>
  );
}
