import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import type { PeopleListKind } from '@/lib/api/types';
import { useCreatePeopleList, usePeopleLists } from '@/lib/requests/people-lists';

type Props = {
  kind: PeopleListKind;
  /** How many go there. */
  count: number;
  /** The same in words, where they are all that fit. */
  all?: string;
  saving: boolean;
  onChoose: (list: string) => void;
  onClose: () => void;
};

/** Asks for a selection or a project: one that is there, or a new one. */
export function ChooseList({ kind, count, all, saving, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const lists = usePeopleLists(kind).data?.rows ?? [];
  const create = useCreatePeopleList();
  const [list, setList] = useState<string | null>(null);
  const [name, setName] = useState('');
  const fresh = name.trim();
  const submit = () => {
    if (!fresh) {
      if (list) onChoose(list);
      return;
    }
    create.mutate({ kind, name: fresh }, { onSuccess: ({ id }) => onChoose(id) });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        all ? `${t(`addressWarning.addAll.${kind}`)}: ${all}` : t(`peopleLists.addTo.${kind}`, { count })
      }
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          {lists.length > 0 && (
            <Select
              label={t(`peopleLists.existing.${kind}`)}
              searchable
              clearable
              data-autofocus
              disabled={fresh !== ''}
              data={lists.map(({ id, name, persons }) => ({ value: id, label: `${name} (${persons})` }))}
              value={list}
              onChange={setList}
            />
          )}
          <TextInput
            label={t(`peopleLists.new.${kind}`)}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ProblemView error={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={saving || create.isPending} disabled={!fresh && !list}>
              {t('peopleLists.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
