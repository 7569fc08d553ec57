import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { IconBookmark } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useSaveCaseView } from '../api/case-views';
import type { Views } from '../use-case-views';
import { ManageViews } from './ManageViews';
import { SaveView } from './SaveView';

type Props = { views: Views; onSaved: (id: string) => void };

/** What is done with saved views: keep what is shown, start with one, put them in order. */
export function ViewMenu({ views, onSaved }: Props) {
  const { t } = useTranslation();
  const save = useSaveCaseView();
  const [saving, form] = useDisclosure(false);
  const [managing, drawer] = useDisclosure(false);
  const { view, isChanged, isStart, settings } = views;
  const update = (id: string) =>
    save.mutate(
      { id, settings },
      {
        onSuccess: () => {
          views.settle();
          notifyDone(t('caseViews.saved'));
        },
        onError: (error) => notifyProblem(error, t),
      },
    );
  return (
    <>
      <Menu>
        <Menu.Target>
          <Tooltip label={t('caseViews.title')}>
            <ActionIcon size="md" aria-label={t('caseViews.title')} data-active={isChanged || undefined}>
              <IconBookmark size={18} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{view ? view.name : t('caseViews.title')}</Menu.Label>
          {view?.may_change && isChanged && (
            <Menu.Item onClick={() => update(view.id)}>{t('caseViews.update')}</Menu.Item>
          )}
          <Menu.Item onClick={form.open}>{t('caseViews.saveAs')}</Menu.Item>
          {view && (
            <Menu.Item onClick={() => views.setStart(isStart ? null : view.id)}>
              {t(isStart ? 'caseViews.startOff' : 'caseViews.start')}
            </Menu.Item>
          )}
          {views.views.some((known) => known.may_change) && (
            <Menu.Item onClick={drawer.open}>{t('caseViews.manage')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saving && (
        <SaveView
          settings={settings}
          onClose={form.close}
          onSaved={(id) => {
            form.close();
            views.settle();
            onSaved(id);
          }}
        />
      )}
      {managing && <ManageViews views={views.views} onClose={drawer.close} />}
    </>
  );
}
