import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressOfUser } from '@/components/address/AddressOfUser';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { Language, Theme } from '@/lib/api/types';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSession } from '@/lib/session/SessionContext';
import { type ProfileChange, useChangeProfile } from '@/lib/session/use-change-profile';
import classes from './PersonalSection.module.css';
import { Section } from './Section';

const THEMES: Theme[] = ['auto', 'light', 'dark'];

/** Name, language and appearance. */
export function PersonalSection() {
  const { t } = useTranslation();
  const { user } = useSession();
  const [name, setName] = useState(user.name);
  const save = useChangeProfile();
  const [languageId, themeId] = [useId(), useId()];
  const change = (next: ProfileChange) =>
    save.mutate(next, {
      onSuccess: () => notifyDone(t('profile.saved')),
      onError: (error) => notifyProblem(error, t),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) change({ name: name.trim() });
  };
  return (
    <Section title={t('profile.personal')}>
      <form onSubmit={submit} className={classes.name}>
        <TextInput
          label={t('profile.name')}
          description={t('profile.nameHint')}
          autoComplete="name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" disabled={!name.trim() || name.trim() === user.name}>
          {t('common.save')}
        </Button>
      </form>
      <TextInput label={t('profile.email')} description={t('help.ownAddress')} value={user.email} readOnly />
      <AddressOfUser warning={user.address_warning} />
      <div>
        <div id={languageId} className={classes.label}>
          {t('profile.language')}
        </div>
        <p id={`${languageId}-hint`} className={classes.hint}>
          {t('profile.languageHint')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby={languageId}
          aria-describedby={`${languageId}-hint`}
          value={user.language}
          onChange={(language) => change({ language: language as Language })}
          data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
        />
      </div>
      <div>
        <div id={themeId} className={classes.label}>
          {t('profile.theme')}
        </div>
        <p id={`${themeId}-hint`} className={classes.hint}>
          {t('profile.themeHint')}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby={themeId}
          aria-describedby={`${themeId}-hint`}
          value={user.theme}
          onChange={(theme) => change({ theme: theme as Theme })}
          data={THEMES.map((theme) => ({ value: theme, label: t(`shell.theme.${theme}`) }))}
        />
      </div>
    </Section>
  );
}
