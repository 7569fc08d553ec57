import { Button, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Company } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { useDeleteCompany } from '../api/delete-company';
import { useSaveCompany } from '../api/save-company';

/** A company's name and the domains it is known by. */
export function CompanyDrawer({ company, onClose }: { company: Company | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveCompany(company?.id);
  const form = useForm({
    initial: { name: company?.name ?? '', domains: company?.domains.join('\n') ?? '' },
    check: ({ name }) => ({ name: name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('companies.saved'));
      onClose();
    };
    const domains = values.domains.split(/[\s,;]+/).filter(Boolean);
    save.mutate({ name: values.name.trim(), domains }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={company?.name ?? t('companies.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      aside={company && <DeleteButton company={company} onGone={onClose} />}
    >
      <TextInput
        label={t('companies.name')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <WithHelp name={t('companies.domains')} help={t('companies.domainsHelp')}>
        <Textarea
          label={t('companies.domains')}
          description={t('companies.domainsHint')}
          autosize
          minRows={1}
          value={values.domains}
          error={errorOf('domains')}
          onChange={(event) => set({ domains: event.currentTarget.value })}
        />
      </WithHelp>
    </FormDrawer>
  );
}

function DeleteButton({ company, onGone }: { company: Company; onGone: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const may = useMay('delete');
  const remove = useDeleteCompany();
  if (!may) return null;
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: company.name });
    if (!(await confirm({ title, text: t('companies.deleteHint'), action: t('common.delete') }))) return;
    remove.mutate(company.id, {
      onSuccess: () => {
        notifyDone(t('common.deleted'));
        onGone();
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} />}
      loading={remove.isPending}
      onClick={() => void ask()}
    >
      {t('common.delete')}
    </Button>
  );
}
