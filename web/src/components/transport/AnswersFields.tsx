import { Radio, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import type { AnswersTo } from '@/lib/api/types';
import { isAddress, replaced } from '@/lib/mail/address';
import { readAddresses } from '@/lib/mail/address-list';

const ANSWERS = ['mailbox', 'own', 'address'] as const;

export type AnswersValues = { answers_to: AnswersTo; answers_address: string; copy_to: string[] };

type Props = {
  values: AnswersValues;
  set: (next: Partial<AnswersValues>) => void;
  errorOf: (field: keyof AnswersValues) => string | undefined;
  /** Whether it is one's own address, and not a shared one. */
  own: boolean;
};

/** What is wrong with them. */
export function answersFaults(values: AnswersValues, fault: string) {
  const { answers_to, answers_address, copy_to } = values;
  return {
    answers_address: answers_to !== 'address' || isAddress(answers_address.trim()) ? undefined : fault,
    copy_to: copy_to.every(isAddress) ? undefined : fault,
  };
}

/** Where answers go, and who gets a copy unasked. */
export function AnswersFields({ values, set, errorOf, own }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('profile.outgoing.answers')}
        description={t('profile.outgoing.answersHint')}
        value={values.answers_to}
        onChange={(next) => set({ answers_to: next as AnswersTo })}
      >
        {ANSWERS.map((answer) => (
          <Radio
            key={answer}
            mt="xs"
            value={answer}
            label={t(own ? `profile.outgoing.answersTo.${answer}` : `senders.form.answersTo.${answer}`)}
          />
        ))}
      </Radio.Group>
      {values.answers_to === 'address' && (
        <>
          <TextInput
            label={t('profile.outgoing.answersAddress')}
            description={t('profile.outgoing.answersAddressHint')}
            type="email"
            value={values.answers_address}
            error={errorOf('answers_address')}
            onChange={(event) => set({ answers_address: event.currentTarget.value })}
          />
          <AddressNotes
            addresses={[values.answers_address]}
            ours
            onReplace={(_, answers_address) => set({ answers_address })}
          />
        </>
      )}
      <CopyField
        description={t(own ? 'profile.outgoing.copyHint' : 'senders.form.copyHint')}
        value={values.copy_to}
        error={errorOf('copy_to')}
        onChange={(copy_to) => set({ copy_to })}
      />
      <AddressNotes
        addresses={values.copy_to}
        ours
        onReplace={(from, into) => set({ copy_to: replaced(values.copy_to, from, into) })}
      />
    </>
  );
}

type CopyProps = {
  description: string;
  value: string[];
  error: string | undefined;
  onChange: (addresses: string[]) => void;
};

/** Who gets a copy: addresses alone, since nobody sees it. Whoever is entered with a name is taken without it. */
function CopyField({ description, value, error, onChange }: CopyProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const take = (entered: string[]) => {
    const all = entered.flatMap((text) => readAddresses(text).map(({ address }) => address));
    const isFirst = (address: string, at: number) =>
      all.findIndex((other) => other.toLowerCase() === address.toLowerCase()) === at;
    onChange(all.filter(isFirst));
  };
  const type = (text: string) => {
    const people = /[,;\s]$/.test(text) ? readAddresses(text) : [];
    const isWhole = people.length > 0 && people.every(({ address }) => isAddress(address));
    if (isWhole) take([...value, text]);
    setTyped(isWhole ? '' : text);
  };
  return (
    <TagsInput
      label={t('profile.outgoing.copy')}
      description={description}
      acceptValueOnBlur
      maxTags={5}
      // A name has blanks, and may have commas: what is entered is taken apart as a whole.
      splitChars={[]}
      searchValue={typed}
      onSearchChange={type}
      value={value}
      error={error}
      onChange={take}
    />
  );
}
