import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Status } from '@/lib/api/types';
import { useArchiveStatus } from '../../api/statuses';

type Props = {
  status: Status /** Those of its kind that may stand for it. */;
  others: Status[];
  onClose: () => void;
};

/** Asks which status stands for one that goes into the archive. */
export function ArchiveStatus({ status, others, onClose }: Props) {
  const { t } = useTranslation();
  const archive = useArchiveStatus();
  const nameOf = ({ name, kind }: Status) => name ?? t(`status.${kind}`);
  const [instead, setInstead] = useState(others.find(({ is_default }) => is_default)?.id ?? null);
  const submit = () => {
    if (!instead) return;
    const onSuccess = () => {
      notifyDone(t('statuses.archived'));
      onClose();
    };
    archive.mutate({ id: status.id, replaced_by: instead }, { onSuccess });
  };
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t('statuses.archiveTitle', { name: nameOf(status) })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm">{t('statuses.archiveHint')}</Text>
      <Select
        mt="md"
        label={t('statuses.instead')}
        allowDeselect={false}
        data={others.map((other) => ({ value: other.id, label: nameOf(other) }))}
        value={instead}
        onChange={setInstead}
      />
      <ProblemView error={archive.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button loading={archive.isPending} onClick={submit}>
          {t('statuses.archive')}
        </Button>
      </Group>
    </Modal>
  );
}
