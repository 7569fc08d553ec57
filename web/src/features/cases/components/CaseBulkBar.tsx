import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useMatching } from '@/components/data-list/use-matching';
import { IconBlocked, IconMerge, IconRestore, IconTrash } from '@/components/icons';
import type { CaseChange } from '@/lib/api/types';
import { useCategories } from '@/lib/requests/categories';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { useRequestTypes } from '@/lib/requests/request-types';
import type { MatchingAction, MatchingCases } from '@/lib/requests/start-job';
import { useMay } from '@/lib/session/SessionContext';
import { changeTo, useStatusChoices } from '@/lib/statuses/status-choices';
import type { CasesRequest } from '../api/list-cases';
import { useCaseActions } from '../use-case-actions';
import { BulkMailButtons } from './BulkMailButtons';
import { CasePicker } from './CasePicker';
import { TagMenu } from './TagMenu';

type Props = {
  ids: string[];
  binned: boolean;
  /** All cases that fit are meant: how many, in words. */
  all?: string;
  /** What the list shows. */
  request: CasesRequest;
  clear: () => void;
};
type Choice = { label: string; change: CaseChange };

/** What is done to the selected cases, or by a job to all that fit. */
export function CaseBulkBar({ ids, binned, all, request, clear }: Props) {
  const { t } = useTranslation();
  const actions = useCaseActions();
  const matching = useMatching();
  const maySpam = useMay('spam');
  const mayDelete = useMay('delete');
  const change = (wanted: MatchingCases, verb: string) =>
    all
      ? void matching({ action: '/cases/change/matching', change: wanted, request, all, verb, clear })
      : actions.change({ ids, ...wanted }, clear);
  const away = (action: MatchingAction, verb: string, some: (ids: string[], done: () => void) => void) =>
    all ? void matching({ action, request, all, verb, clear }) : some(ids, clear);
  if (binned) {
    const verb = t('common.restore');
    return (
      <Button
        size="xs"
        leftSection={<IconRestore size={15} />}
        onClick={() => away('/cases/restore/matching', verb, actions.restore)}
      >
        {verb}
      </Button>
    );
  }
  return (
    <>
      <Choices onChange={change} />
      <TagMenu onAdd={(tag) => change({ add_tags: [tag] }, `${t('caseTags.add')}: ${tag}`)} />
      <BulkMailButtons ids={ids} all={all} request={request} clear={clear} />
      {!all && <MergeButton ids={ids} clear={clear} />}
      {maySpam && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBlocked size={15} />}
          onClick={() => away('/cases/spam/matching', t('caseActions.spam'), actions.spam)}
        >
          {t('status.spam')}
        </Button>
      )}
      {mayDelete && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => away('/cases/delete/matching', t('common.delete'), actions.remove)}
        >
          {t('common.delete')}
        </Button>
      )}
    </>
  );
}

/** Merging takes a case that the others go into, and a person who sees them. */
function MergeButton({ ids, clear }: { ids: string[]; clear: () => void }) {
  const { t } = useTranslation();
  const actions = useCaseActions();
  const [picking, picker] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconMerge size={15} />} onClick={picker.open}>
        {t('caseActions.mergeShort')}
      </Button>
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

type OnChange = (change: MatchingCases, verb: string) => void;

function Choices({ onChange }: { onChange: OnChange }) {
  const { t } = useTranslation();
  const people = usePeople();
  const categories = useCategories();
  const priorities = usePriorities();
  const nobody = { label: t('cases.noOwner'), change: { owner_id: null } };
  const statuses = useStatusChoices().map((status) => ({ label: status.label, change: changeTo(status) }));
  const owners = people.map(({ id, name }) => ({ label: name, change: { owner_id: id } }));
  const kinds = categories.map(({ id, name }) => ({ label: name, change: { category_id: id } }));
  const types = useRequestTypes().map(({ id, name }) => ({ label: name, change: { request_type_id: id } }));
  const ranks = priorities.map(({ id, name }) => ({ label: name, change: { priority_id: id } }));
  return (
    <>
      <ChoiceMenu label={t('cases.status')} choices={statuses} onChange={onChange} />
      <ChoiceMenu label={t('cases.owner')} choices={[nobody, ...owners]} onChange={onChange} />
      <ChoiceMenu label={t('cases.category')} choices={kinds} onChange={onChange} />
      <ChoiceMenu label={t('cases.priority')} choices={ranks} onChange={onChange} />
      <ChoiceMenu label={t('cases.requestType')} choices={types} onChange={onChange} />
    </>
  );
}

type ChoiceProps = { label: string; choices: Choice[]; onChange: OnChange };

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
          <Menu.Item
            key={choice.label}
            onClick={() => onChange({ change: choice.change }, `${label}: ${choice.label}`)}
          >
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
