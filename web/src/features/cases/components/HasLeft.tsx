import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SetFormer } from '@/components/address/SetFormer';
import { WriteButton } from '@/components/write/WriteTo';
import type { Message } from '@/lib/api/types';

/** What an automatic reply says of whoever had the address that it is from: that he has left, and whom to write to instead. */
export function HasLeft({ message }: { message: Message }) {
  const { t } = useTranslation();
  const { address } = message.from;
  if (!address || message.direction !== 'received' || !message.meaning?.left) return null;
  const instead = message.meaning.new_address;
  return (
    <>
      <Text size="sm" mt="xs">
        {t('failure.left', { recipient: address })}
        {instead && ` ${t('failure.namedInstead', { address: instead })}`}
      </Text>
      <Group gap="xs" mt="xs">
        {instead && <WriteButton to={[instead]} />}
        <SetFormer address={address} size="compact-sm" />
      </Group>
    </>
  );
}
