import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FieldGroup, FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { WithHelp } from '@/components/help/Help';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { WriteButton } from '@/components/write/WriteTo';
import type { DistributionList, DistributionListDetail, ListMember } from '@/lib/api/types';
import {
  useDeleteDistributionList,
  useDistributionList,
  useSaveDistributionList,
} from '../api/distribution-lists';
import { ListMembersField } from './ListMembersField';

type Props = { list: DistributionList | undefined; onClose: () => void };

/** A distribution list: what it is, who may write to it, and who is in it. */
export function DistributionListDrawer({ list, onClose }: Props) {
  const found = useDistributionList(list?.id);
  if (!list) return <Form list={undefined} onClose={onClose} />;
  if (found.data) return <Form list={found.data} onClose={onClose} />;
  return (
    <SideDrawer opened onClose={onClose} title={list.name} size="34rem">
      {found.isPending && <LoadingRows rows={5} height={44} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
    </SideDrawer>
  );
}

function Form({ list, onClose }: { list: DistributionListDetail | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveDistributionList(list?.id);
  const form = useForm({
    initial: {
      name: list?.name ?? '',
      description: list?.description ?? '',
      shared: list?.shared ?? true,
      members: list?.all ?? ([] as ListMember[]),
      pasted: '',
    },
    check: ({ name, pasted }) => ({
      name: name.trim() ? undefined : t('field.required'),
      pasted: pasted.trim() ? t('distributionLists.notAdded') : undefined,
    }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver } = useSeenVersion(list?.version, save.error);
  const isLocked = list !== undefined && !list.may_change;
  const box = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    const { name, description, shared, members } = values;
    const onSuccess = () => {
      notifyDone(t('distributionLists.saved'));
      onClose();
    };
    save.mutate({ name: name.trim(), description, shared, members, seen_version }, { onSuccess });
  };
  const submit = () => {
    if (isLocked) return onClose();
    if (form.isReady()) return send();
    // What was pasted would be lost without a word.
    if (values.name.trim()) box.current?.focus();
  };
  return (
    <FormDrawer
      opened
      title={list?.name ?? t('distributionLists.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
      submit={isLocked ? t('common.close') : saveOver}
      aside={list?.may_change && <Remove list={list} onGone={onClose} />}
    >
      {list && !form.changed && <WriteButton list={list.id} />}
      {isLocked && <p>{t('distributionLists.locked', { owner: list.owner_name ?? '' })}</p>}
      <TextInput
        label={t('distributionLists.name')}
        description={t('distributionLists.nameHint')}
        data-autofocus
        readOnly={isLocked}
        maxLength={100}
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t('distributionLists.description')}
        description={t('distributionLists.descriptionHint')}
        autosize
        minRows={1}
        readOnly={isLocked}
        maxLength={500}
        value={values.description}
        error={errorOf('description')}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <WithHelp name={t('distributionLists.shared')} help={t('distributionLists.sharedHelp')}>
        <Switch
          label={t('distributionLists.shared')}
          disabled={isLocked || (list !== undefined && !list.is_own)}
          checked={values.shared}
          onChange={(event) => set({ shared: event.currentTarget.checked })}
        />
      </WithHelp>
      <FieldGroup title={t('distributionLists.inIt')} hint={t('distributionLists.inItHint')}>
        <ListMembersField
          value={values.members}
          locked={isLocked}
          onChange={(members) => set({ members })}
          paste={{
            ref: box,
            text: values.pasted,
            error: errorOf('pasted'),
            onText: (pasted) => set({ pasted }),
          }}
        />
        {errorOf('pasted') && values.name.trim() && (
          <Button variant="default" size="compact-sm" loading={save.isPending} onClick={send}>
            {t('distributionLists.saveWithout')}
          </Button>
        )}
      </FieldGroup>
    </FormDrawer>
  );
}

function Remove({ list, onGone }: { list: DistributionList; onGone: () => void }) {
  const { t } = useTranslation();
  const remove = useDeleteDistributionList();
  return (
    <DeleteButton
      id={list.id}
      question={t('distributionLists.deleteTitle', { name: list.name })}
      hint={t('distributionLists.deleteHint')}
      done={t('distributionLists.deleted')}
      remove={remove}
      onGone={onGone}
    />
  );
}
