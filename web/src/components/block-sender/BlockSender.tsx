import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { useBlockSender } from '@/lib/requests/blocked-senders';

type Props = { address: string; onClose: () => void };

/** Says what blocking a sender does, asks whether all of his domain is meant, and does it. */
export function BlockSender({ address, onClose }: Props) {
  const { t } = useTranslation();
  const block = useBlockSender();
  const domain = `@${address.slice(address.lastIndexOf('@') + 1)}`;
  const [sender, setSender] = useState(address);
  const submit = () =>
    block.mutate(sender, {
      onSuccess: () => {
        notifyDone(t('blockSender.done', { sender }));
        onClose();
      },
    });
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t('blockSender.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm">{t('blockSender.what')}</Text>
      <Radio.Group mt="md" label={t('blockSender.whom')} value={sender} onChange={setSender}>
        <Stack gap="xs" mt="xs">
          <Radio value={address} label={address} description={t('blockSender.oneHint')} />
          <Radio value={domain} label={domain} description={t('blockSender.domainHint')} />
        </Stack>
      </Radio.Group>
      <ProblemView error={block.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={block.isPending} onClick={submit} data-autofocus>
          {t('blockSender.block')}
        </Button>
      </Group>
    </Modal>
  );
}
