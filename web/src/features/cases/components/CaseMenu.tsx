import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconBlocked, IconDots, IconMerge, IconPrinter, IconTrash } from '@/components/icons';
import type { Case } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { useCaseActions } from '../use-case-actions';
import { CasePicker } from './CasePicker';

/** What is done to a case as a whole: merged, marked as spam, deleted. */
export function CaseMenu({ shown }: { shown: Case }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [picking, picker] = useDisclosure(false);
  const actions = useCaseActions();
  const maySpam = useMay('spam');
  const mayDelete = useMay('delete');
  const toList = () => void navigate({ to: '/cases' });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size="lg" aria-label={t('case.more')} title={t('case.more')}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconMerge size={16} />} onClick={picker.open}>
            {t('caseActions.merge')}
          </Menu.Item>
          <Menu.Item leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {t('case.print')}
          </Menu.Item>
          {maySpam && (
            <Menu.Item
              leftSection={<IconBlocked size={16} />}
              onClick={() => actions.spam([shown.id], toList)}
            >
              {t('caseActions.spam')}
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => actions.remove([shown.id], toList)}
            >
              {t('common.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <CasePicker
        title={t('caseActions.mergeTitle')}
        hint={t('caseActions.mergeHint')}
        without={[shown.id]}
        opened={picking}
        onClose={picker.close}
        onChoose={(found) =>
          actions.merge([shown.id], found.id, () => {
            picker.close();
            void navigate({ to: '/cases/$caseId', params: { caseId: found.id } });
          })
        }
      />
    </>
  );
}
