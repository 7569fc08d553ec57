import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import type { PeopleListKind } from '@/lib/api/types';
import { type IntoList, usePeopleLists } from '@/lib/requests/people-lists';

type Props = {
  kind: PeopleListKind;
  /** How many go there. */
  count: number;
  /** The same in words, where they are all that fit. */
  all?: string;
  saving: boolean;
  /** What refused the choice; a name that another has is told at its field. */
  error?: unknown;
  onChoose: (into: IntoList) => void;
  onClose: () => void;
};

/** Asks for a selection or a project: one that is there, or a new one, which is made with those who go there. */
export function ChooseList({ kind, count, all, saving, error, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const lists = usePeopleLists(kind).data?.rows ?? [];
  const [list, setList] = useState<string | null>(null);
  const [name, setName] = useState('');
  const fresh = name.trim();
  const submit = () => {
    if (fresh) onChoose({ new_list: { kind, name: fresh } });
    else if (list) onChoose({ list_id: list });
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
          <ProblemView error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={saving} disabled={!fresh && !list}>
              {t('peopleLists.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
