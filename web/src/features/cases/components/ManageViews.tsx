import { ActionIcon, Checkbox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconChevronDown, IconChevronUp, IconTrash } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { CaseView } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import {
  type CaseViewChange,
  useDeleteCaseView,
  useOrderCaseViews,
  useSaveCaseView,
} from '../api/case-views';
import classes from './ManageViews.module.css';

/** The views that the user may change: their names, who sees them, their order. */
export function ManageViews({ views, onClose }: { views: CaseView[]; onClose: () => void }) {
  const { t } = useTranslation();
  const mine = views.filter((view) => view.may_change && !view.shared);
  const shared = views.filter((view) => view.may_change && view.shared);
  return (
    <SideDrawer opened onClose={onClose} title={t('caseViews.manageTitle')} size="34rem">
      {mine.length > 0 && <Group title={t('caseViews.mine')} views={mine} />}
      {shared.length > 0 && <Group title={t('caseViews.everybodys')} views={shared} />}
    </SideDrawer>
  );
}

function Group({ title, views }: { title: string; views: CaseView[] }) {
  const { t } = useTranslation();
  const order = useOrderCaseViews();
  const move = (from: number, to: number) => {
    const ids = views.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(from, 1));
    order.mutate(ids, { onError: (error) => notifyProblem(error, t) });
  };
  return (
    <section className={classes.group}>
      <h3 className={classes.title}>{title}</h3>
      <ol className={classes.views}>
        {views.map((view, index) => (
          <li key={view.id} className={classes.view}>
            <ViewFields view={view} />
            <ActionIcon
              disabled={index === 0}
              aria-label={`${t('common.moveUp')}: ${view.name}`}
              onClick={() => move(index, index - 1)}
            >
              <IconChevronUp size={17} />
            </ActionIcon>
            <ActionIcon
              disabled={index === views.length - 1}
              aria-label={`${t('common.moveDown')}: ${view.name}`}
              onClick={() => move(index, index + 1)}
            >
              <IconChevronDown size={17} />
            </ActionIcon>
            <DeleteView view={view} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function ViewFields({ view }: { view: CaseView }) {
  const { t } = useTranslation();
  const save = useSaveCaseView();
  const mayShare = useMay('share_views');
  const change = (wanted: CaseViewChange) =>
    save.mutate(
      { id: view.id, ...wanted },
      {
        onSuccess: () => notifyDone(t('caseViews.saved')),
        onError: (error) => notifyProblem(error, t),
      },
    );
  return (
    <div className={classes.fields}>
      <TextInput
        size="sm"
        aria-label={`${t('caseViews.name')}: ${view.name}`}
        key={view.name}
        defaultValue={view.name}
        maxLength={100}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
        onBlur={(event) => {
          const name = event.currentTarget.value.trim();
          if (name && name !== view.name) change({ name });
        }}
      />
      {view.mine && mayShare ? (
        <Checkbox
          size="xs"
          label={t('caseViews.shared')}
          aria-label={`${t('caseViews.shared')}: ${view.name}`}
          checked={view.shared}
          onChange={(event) => change({ shared: event.currentTarget.checked })}
        />
      ) : (
        view.author_name &&
        !view.mine && <span className={classes.author}>{t('caseViews.by', { name: view.author_name })}</span>
      )}
    </div>
  );
}

function DeleteView({ view }: { view: CaseView }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteCaseView();
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: view.name });
    const text = t(view.shared ? 'caseViews.deleteShared' : 'caseViews.deleteHint');
    if (!(await confirm({ title, text, action: t('common.delete') }))) return;
    remove.mutate(view.id, {
      onSuccess: () => notifyDone(t('common.deleted')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <ActionIcon aria-label={`${t('common.delete')}: ${view.name}`} onClick={() => void ask()}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}
