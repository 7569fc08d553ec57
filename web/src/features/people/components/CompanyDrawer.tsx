import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { Company } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { useDeleteCompany } from '../api/delete-company';
import { useCompanyChoices } from '../api/list-companies';
import { useSaveCompany } from '../api/save-company';
import { JoinCompanies } from './JoinCompanies';
import { JoinWith } from './JoinWith';

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
      changed={form.changed}
      aside={company && <Remove company={company} onGone={onClose} />}
    >
      <TextInput
        label={t('companies.name')}
        description={t('companies.nameHint')}
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
      {company && (
        <JoinWith
          one={company}
          useFound={useCompanyChoices}
          detail={(row) => row.domains.join(', ')}
          dialog={(pair, close, done) => <JoinCompanies pair={pair} onClose={close} onDone={done} />}
          onDone={onClose}
        />
      )}
    </FormDrawer>
  );
}

function Remove({ company, onGone }: { company: Company; onGone: () => void }) {
  const { t } = useTranslation();
  const may = useMay('delete');
  const remove = useDeleteCompany();
  if (!may) return null;
  return (
    <DeleteButton
      id={company.id}
      question={t('confirm.deleteNamed', { name: company.name })}
      hint={t('companies.deleteHint')}
      done={t('common.deleted')}
      remove={remove}
      onGone={onGone}
    />
  );
}
