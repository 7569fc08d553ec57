import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FindSettings } from '@/components/detection/FindSettings';
import { goesOn, onEnter } from '@/components/detection/leaving';
import { useDetection } from '@/components/detection/use-detection';
import type { useForm } from '@/components/form/use-form';
import { useApplicationFor } from '@/lib/requests/oauth';
import { holdsServer, type TransportValues, withServer } from '../../transport-form';

/** From an address to the server that takes its mail; the address itself is not kept. */
export function RelayFinder({ form }: { form: ReturnType<typeof useForm<TransportValues>> }) {
  const { t } = useTranslation();
  const { values, set } = form;
  const applicationFor = useApplicationFor();
  const [address, setAddress] = useState('');
  const detection = useDetection(address);
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
      <FindSettings
        detection={detection}
        services={['smtp']}
        isUsed={(server) => holdsServer(values, server)}
        onUse={(server) => set({ ...withServer(server), ...applicationFor(server) })}
      />
    </>
  );
}
