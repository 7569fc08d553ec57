import { Button, Menu, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconBlocked, IconMerge, IconRestore, IconTag, IconTrash } from '@/components/icons';
import type { CaseChange, CaseStatus } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { useMay } from '@/lib/session/SessionContext';
import { useCaseActions } from '../use-case-actions';
import { CasePicker } from './CasePicker';

type Props = { ids: string[]; binned: boolean; clear: () => void };
type Choice = { label: string; change: CaseChange };

const STATUSES: CaseStatus[] = ['open', 'waiting', 'closed'];

/** What is done to the selected cases. */
export function CaseBulkBar({ ids, binned, clear }: Props) {
  const { t } = useTranslation();
  const actions = useCaseActions();
  const maySpam = useMay('spam');
  const mayDelete = useMay('delete');
  const [picking, picker] = useDisclosure(false);
  const change = (wanted: CaseChange) => actions.change({ ids, change: wanted }, clear);
  if (binned) {
    return (
      <Button size="xs" leftSection={<IconRestore size={15} />} onClick={() => actions.restore(ids, clear)}>
        {t('common.restore')}
      </Button>
    );
  }
  return (
    <>
      <Choices onChange={change} />
      <TagMenu onAdd={(tag) => actions.change({ ids, add_tags: [tag] }, clear)} />
      <Button size="xs" variant="default" leftSection={<IconMerge size={15} />} onClick={picker.open}>
        {t('caseActions.mergeShort')}
      </Button>
      {maySpam && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBlocked size={15} />}
          onClick={() => actions.spam(ids, clear)}
        >
          {t('status.spam')}
        </Button>
      )}
      {mayDelete && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => actions.remove(ids, clear)}
        >
          {t('common.delete')}
        </Button>
      )}
      <CasePicker
        title={t('caseActions.mergeTitle')}
        hint={t('caseActions.mergeManyHint', { count: ids.length })}
        without={[]}
        opened={picking}
        onClose={picker.close}
        onChoose={(found) =>
          actions.merge(
            ids.filter((id) => id !== found.id),
            found.id,
            () => {
              picker.close();
              clear();
            },
          )
        }
      />
    </>
  );
}

function Choices({ onChange }: { onChange: (change: CaseChange) => void }) {
  const { t } = useTranslation();
  const people = usePeople();
  const categories = useCategories();
  const priorities = usePriorities();
  const nobody = { label: t('cases.noOwner'), change: { owner_id: null } };
  const statuses = STATUSES.map((status) => ({ label: t(`status.${status}`), change: { status } }));
  const owners = people.map(({ id, name }) => ({ label: name, change: { owner_id: id } }));
  const kinds = categories.map(({ id, name }) => ({ label: name, change: { category_id: id } }));
  const ranks = priorities.map(({ id, name }) => ({ label: name, change: { priority_id: id } }));
  return (
    <>
      <ChoiceMenu label={t('cases.status')} choices={statuses} onChange={onChange} />
      <ChoiceMenu label={t('cases.owner')} choices={[nobody, ...owners]} onChange={onChange} />
      <ChoiceMenu label={t('cases.category')} choices={kinds} onChange={onChange} />
      <ChoiceMenu label={t('cases.priority')} choices={ranks} onChange={onChange} />
    </>
  );
}

type ChoiceProps = { label: string; choices: Choice[]; onChange: (change: CaseChange) => void };

function ChoiceMenu({ label, choices, onChange }: ChoiceProps) {
  if (choices.length === 0) return null;
  return (
    <Menu>
      <Menu.Target>
        <Button size="xs" variant="default">
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {choices.map((choice) => (
          <Menu.Item key={choice.label} onClick={() => onChange(choice.change)}>
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function TagMenu({ onAdd }: { onAdd: (tag: string) => void }) {
  const { t } = useTranslation();
  const [tag, setTag] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim()) onAdd(tag.trim());
  };
  return (
    <Menu>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconTag size={15} />}>
          {t('caseTags.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown p="xs">
        <form onSubmit={submit}>
          <TextInput
            size="xs"
            data-autofocus
            aria-label={t('caseTags.add')}
            placeholder={t('caseTags.placeholder')}
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
          />
        </form>
      </Menu.Dropdown>
    </Menu>
  );
}
