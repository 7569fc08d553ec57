import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { RequestType } from '@/lib/api/types';
import { useArchiveRequestType } from '../../api/request-types';

type Props = {
  leaving: RequestType;
  /** Those that may stand for it. */
  others: RequestType[];
  onClose: () => void;
};

/** Asks which request type stands for one that goes into the archive, if any. */
export function ArchiveRequestType({ leaving, others, onClose }: Props) {
  const { t } = useTranslation();
  const archive = useArchiveRequestType();
  const [instead, setInstead] = useState<string | null>(null);
  const submit = () => {
    const onSuccess = () => {
      notifyDone(t('requestTypes.archived'));
      onClose();
    };
    archive.mutate({ id: leaving.id, replaced_by: instead }, { onSuccess });
  };
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t('requestTypes.archiveTitle', { name: leaving.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm">{t('requestTypes.archiveHint')}</Text>
      <Select
        mt="md"
        label={t('requestTypes.instead')}
        description={t('requestTypes.insteadHint')}
        placeholder={t('requestTypes.keepsItself', { name: leaving.name })}
        clearable
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={instead}
        onChange={setInstead}
      />
      <ProblemView error={archive.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={archive.isPending} onClick={submit}>
          {t('requestTypes.archive')}
        </Button>
      </Group>
    </Modal>
  );
}
