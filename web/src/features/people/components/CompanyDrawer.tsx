import { Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { WithHelp } from '@/components/help/Help';
import { SideDrawer } from '@/components/page/SideDrawer';
import { notifyDone } from '@/components/problem/notify';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Company, CompanyDetails } from '@/lib/api/types';
import { useCompany } from '@/lib/requests/companies';
import { useMay } from '@/lib/session/SessionContext';
import { useDeleteCompany } from '../api/delete-company';
import { useCompanyChoices } from '../api/list-companies';
import { useSaveCompany } from '../api/save-company';
import { JoinCompanies } from './JoinCompanies';
import { JoinedCompanies } from './JoinedCompanies';
import { JoinWith } from './JoinWith';
import { WriteToCompany } from './WriteToCompany';

/** One company beside the list, whichever page of it shows it, or a new one. */
export function CompanyDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  return id ? <Known id={id} onClose={onClose} /> : <CompanyForm company={undefined} onClose={onClose} />;
}

function Known({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const found = useCompany(id);
  if (found.data) return <CompanyForm company={found.data} onClose={onClose} />;
  return (
    <SideDrawer opened onClose={onClose} title={t('companies.one')} size="34rem">
      {found.isPending ? (
        <LoadingRows rows={3} height={44} />
      ) : (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      )}
    </SideDrawer>
  );
}

/** A company's name and the domains it is known by, and the way to its persons. */
function CompanyForm({ company, onClose }: { company: CompanyDetails | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSaveCompany(company?.id);
  const form = useForm({
    initial: { name: company?.name ?? '', domains: company?.domains.join('\n') ?? '' },
    check: ({ name }) => ({ name: name.trim() ? undefined : t('field.required') }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver } = useSeenVersion(company?.version, save.error);
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('companies.saved'));
      onClose();
    };
    const domains = values.domains.split(/[\s,;]+/).filter(Boolean);
    save.mutate({ name: values.name.trim(), domains, seen_version }, { onSuccess });
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
      submit={saveOver}
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
      {company && company.persons > 0 && !form.changed && <WriteToCompany company={company.id} />}
      {company && company.persons > 0 && (
        <Link to="/people/persons" search={{ company: company.id }}>
          {t('companies.showPersons', { count: company.persons })}
        </Link>
      )}
      {company && (
        <JoinWith
          one={company}
          useFound={useCompanyChoices}
          detail={(row) => row.domains.join(', ')}
          dialog={(pair, close, done) => <JoinCompanies pair={pair} onClose={close} onDone={done} />}
          onDone={onClose}
        />
      )}
      {company && !form.changed && (
        <JoinedCompanies company={company} joined={company.joined} onSplit={onClose} />
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
