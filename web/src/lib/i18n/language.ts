// Which language to start in, before anybody has signed in.
import type { Language } from '@/lib/api/types';

export const LANGUAGES: readonly Language[] = ['nb', 'sv', 'en'];

/** Each language's name for itself. */
export const LANGUAGE_NAMES: Record<Language, string> = { nb: 'Norsk', sv: 'Svenska', en: 'English' };

/** The locale that dates and numbers are written in. */
export const LOCALES: Record<Language, string> = { nb: 'nb-NO', sv: 'sv-SE', en: 'en-GB' };

const KEY = 'posthus.language';

export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.includes(text as Language);
}

/** The language used last on this browser, or the nearest one to what the browser asks for. */
export function guessLanguage(wanted: readonly string[] = navigator.languages): Language {
  const last = localStorage.getItem(KEY);
  if (isLanguage(last)) return last;
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'no' || base === 'nn' || base === 'nb' || base === 'da') return 'nb';
    if (isLanguage(base)) return base;
  }
  return 'nb';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
