import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSenderAddresses } from '@/lib/requests/sender-addresses';

type Props = {
  /** The domain whose server it is; its addresses alone are offered. */
  domain?: string | undefined;
  /** The address; empty for the one that the server of Posthus takes. */
  value: string;
  onChange: (address: string) => void;
};

/** Which of the organisation's addresses a test mail is from. */
export function TestSender({ domain, value, onChange }: Props) {
  const { t } = useTranslation();
  const known = useSenderAddresses();
  const suffix = `@${domain?.toLowerCase() ?? ''}`;
  const fitting = known.filter((address) => !domain || address.toLowerCase().endsWith(suffix));
  if (fitting.length === 0) return null;
  return (
    <NativeSelect
      label={t('transport.testSender')}
      description={t('transport.testSenderHint')}
      value={value}
      data={[{ value: '', label: t('transport.testSenderAny') }, ...fitting]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
