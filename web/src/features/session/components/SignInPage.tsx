import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '@/components/brand/Brand';
import { ProblemView } from '@/components/problem/ProblemView';
import { showLanguage } from '@/lib/i18n';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSignIn } from '../api/use-sign-in';
import classes from './SignInPage.module.css';

/** The door. */
export function SignInPage() {
  const { t, i18n } = useTranslation();
  const { to: place, again } = useSearch({ strict: false });
  const to = typeof place === 'string' ? place : undefined;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The page is loaded afresh: whoever was signed in before in this window may have left something in its memory.
    signIn.mutate({ email: email.trim(), password }, { onSuccess: () => location.replace(safe(to)) });
  };
  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <Brand large />
        <p className={classes.lead}>{t('signIn.lead')}</p>
        <h1 className={classes.title}>{t('signIn.title')}</h1>
        {again && !signIn.error && (
          <p role="status" className={classes.again}>
            {t('signIn.again')}
          </p>
        )}
        <form onSubmit={submit} className={classes.form}>
          <TextInput
            label={t('signIn.email')}
            type="email"
            name="email"
            autoComplete="username"
            size="md"
            required
            withAsterisk={false}
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('signIn.password')}
            name="password"
            autoComplete="current-password"
            size="md"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          />
          <ProblemView error={signIn.error} />
          <Button type="submit" size="md" loading={signIn.isPending || signIn.isSuccess} fullWidth>
            {t('signIn.submit')}
          </Button>
          <p className={classes.forgot}>{t('signIn.forgot')}</p>
        </form>
        <div className={classes.languages}>
          {LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              onClick={() => void showLanguage(language)}
            >
              {LANGUAGE_NAMES[language]}
            </button>
          ))}
        </div>
      </main>
    </div>
  );
}

/** Only places of this application may follow the sign-in. */
function safe(to: string | undefined): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : '/';
}
