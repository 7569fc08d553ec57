import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Tag } from '@/lib/api/types';
import { useMergeTag } from '../../api/tags';

type Props = { tag: Tag /** How many cases have it. */; cases: number; others: Tag[]; onClose: () => void };

/** Asks which tag this one becomes, and says how many cases that touches. */
export function MergeTag({ tag, cases, others, onClose }: Props) {
  const { t } = useTranslation();
  const merge = useMergeTag();
  const [into, setInto] = useState<string | null>(null);
  const submit = () => {
    if (!into) return;
    const onSuccess = () => {
      notifyDone(t('tags.merged'));
      onClose();
    };
    merge.mutate({ id: tag.id, into }, { onSuccess });
  };
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t('tags.mergeTitle', { name: tag.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Text size="sm">{t('tags.mergeHint', { count: cases })}</Text>
      <Select
        mt="md"
        label={t('tags.into')}
        searchable
        allowDeselect={false}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={into}
        onChange={setInto}
      />
      <ProblemView error={merge.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" disabled={!into} loading={merge.isPending} onClick={submit}>
          {t('tags.merge')}
        </Button>
      </Group>
    </Modal>
  );
}
