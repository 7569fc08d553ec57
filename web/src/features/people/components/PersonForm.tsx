import { Checkbox, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DeleteButton } from '@/components/delete-button/DeleteButton';
import { FormDrawer } from '@/components/form/FormDrawer';
import { useForm } from '@/components/form/use-form';
import { useSeenVersion } from '@/components/form/use-seen-version';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import { WriteButton } from '@/components/write/WriteTo';
import type { KnownPerson, Language } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { type Corrected, corrected } from '@/lib/requests/correct-address';
import { useMay } from '@/lib/session/SessionContext';
import { useDeletePerson } from '../api/delete-person';
import { useCompanyChoices } from '../api/list-companies';
import { usePersonChoices } from '../api/list-persons';
import { useSavePerson } from '../api/save-person';
import { CasesOf } from './CasesOf';
import { JoinPersons } from './JoinPersons';
import { JoinWith } from './JoinWith';
import { PersonAddresses } from './PersonAddresses';
import { PersonCard } from './PersonCard';
import { TakenBy } from './TakenBy';

const LANGUAGES: Language[] = ['nb', 'sv', 'en'];

/** What is known of a person, and his cases. */
export function PersonForm({ person, onClose }: { person: KnownPerson | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const save = useSavePerson(person);
  const form = useForm({
    initial: {
      name: person?.name ?? '',
      addresses: person?.addresses.length ? person.addresses : [''],
      phone: person?.phone ?? '',
      language: person?.language ?? null,
      company_id: person?.company_id ?? null,
      former: person?.former ?? false,
    },
    check: ({ name, addresses }) => ({
      name: name.trim() ? undefined : t('field.required'),
      // A person whose only address was deleted stays without one.
      addresses:
        addresses.some((address) => address.trim()) || person?.addresses.length === 0
          ? undefined
          : t('field.required'),
    }),
    error: save.error,
  });
  const { values, set, errorOf } = form;
  const { seen_version, submit: saveOver, goOnFrom } = useSeenVersion(person?.version, save.error);
  // It is corrected by itself, beside what is typed here: the next save must neither undo it nor take it for another's.
  const takeOver = ({ from, to, before, after }: Corrected) => {
    form.take((values) => ({ ...values, addresses: corrected(values.addresses, from, to) }));
    if (before === seen_version) goOnFrom(after);
  };
  const submit = () => {
    if (!form.isReady()) return;
    const onSuccess = () => {
      notifyDone(t('persons.saved'));
      onClose();
    };
    const addresses = values.addresses.map((address) => address.trim()).filter(Boolean);
    save.mutate({ ...values, name: values.name.trim(), addresses, seen_version }, { onSuccess });
  };
  return (
    <FormDrawer
      opened
      title={person?.name ?? t('persons.new')}
      onClose={onClose}
      onSubmit={submit}
      saving={save.isPending}
      error={form.general}
      changed={form.changed}
      submit={saveOver}
      aside={person && <Remove person={person} onGone={onClose} />}
    >
      <TextInput
        label={t('persons.name')}
        description={t('persons.nameHint')}
        data-autofocus
        value={values.name}
        error={errorOf('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <PersonAddresses
        value={values.addresses}
        warnings={person?.warnings ?? []}
        error={errorOf('addresses')}
        onChange={(addresses) => set({ addresses })}
      />
      <TakenBy error={save.error} />
      {person && !form.changed && <WriteButton to={person.addresses.slice(0, 1)} />}
      <TextInput
        label={t('persons.phone')}
        description={t('persons.phoneHint')}
        type="tel"
        value={values.phone}
        error={errorOf('phone')}
        onChange={(event) => set({ phone: event.currentTarget.value })}
      />
      <CompanySelect
        id={values.company_id}
        name={person?.company_name ?? undefined}
        onChange={(company_id) => set({ company_id })}
      />
      <WithHelp name={t('persons.language')} help={t('persons.languageHelp')}>
        <Select
          label={t('persons.language')}
          placeholder={t('persons.anyLanguage')}
          clearable
          data={LANGUAGES.map((value) => ({ value, label: t(`persons.languages.${value}`) }))}
          value={values.language}
          onChange={(language) => set({ language: language as Language | null })}
        />
      </WithHelp>
      <Checkbox
        label={t('persons.former')}
        description={t('persons.formerHint')}
        checked={values.former}
        onChange={(event) => set({ former: event.currentTarget.checked })}
      />
      {person && (
        <JoinWith
          one={person}
          useFound={usePersonChoices}
          detail={(row) => [readable(row.addresses.join(', ')), row.company_name].filter(Boolean).join(' · ')}
          dialog={(pair, close, done) => <JoinPersons pair={pair} onClose={close} onDone={done} />}
          onDone={onClose}
        />
      )}
      {person && (
        <PersonCard person={person} onAddressGone={onClose} onCorrected={takeOver} onSplit={onClose} />
      )}
      {person && <CasesOf person={person.id} />}
    </FormDrawer>
  );
}

type CompanyProps = { id: string | null; name: string | undefined; onChange: (id: string | null) => void };

function CompanySelect({ id, name, onChange }: CompanyProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(name ?? '');
  const found = useCompanyChoices(text === name ? '' : text);
  const data = found.map((company) => ({ value: company.id, label: company.name }));
  // The one that is chosen can be shown even when the search does not find it.
  if (id && name && !data.some(({ value }) => value === id)) data.unshift({ value: id, label: name });
  return (
    <Select
      label={t('persons.company')}
      description={t('persons.companyHint')}
      placeholder={t('persons.noCompany')}
      clearable
      searchable
      filter={({ options }) => options}
      searchValue={text}
      onSearchChange={setText}
      data={data}
      value={id}
      onChange={onChange}
    />
  );
}

function Remove({ person, onGone }: { person: KnownPerson; onGone: () => void }) {
  const { t } = useTranslation();
  const may = useMay('delete');
  const remove = useDeletePerson();
  if (!may) return null;
  return (
    <DeleteButton
      id={person.id}
      question={t('persons.forgetTitle', { name: person.name })}
      hint={t('persons.forgetHint')}
      verb={t('persons.forget')}
      done={t('persons.forgotten')}
      remove={remove}
      onGone={onGone}
    />
  );
}
