import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FindSettings } from '@/components/detection/FindSettings';
import { useApplicationFor } from '@/components/detection/use-application-for';
import { useDetection } from '@/components/detection/use-detection';
import type { useForm } from '@/components/form/use-form';
import { holdsServer, type TransportValues, withServer } from '../../transport-form';

/** From an address to the server that takes its mail; the address itself is not kept. */
export function RelayFinder({ form }: { form: ReturnType<typeof useForm<TransportValues>> }) {
  const { t } = useTranslation();
  const { values, set } = form;
  const [address, setAddress] = useState('');
  const applicationFor = useApplicationFor();
  const detection = useDetection(address);
  return (
    <>
      <TextInput
        label={t('detection.relayAddress')}
        description={t('detection.relayAddressHint')}
        type="email"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onBlur={() => values.host.trim() === '' && detection.findOnce()}
      />
      <FindSettings
        detection={detection}
        services={['smtp']}
        isUsed={(server) => holdsServer(values, server)}
        onUse={(server) => set(withServer(server, applicationFor(server)))}
      />
    </>
  );
}
