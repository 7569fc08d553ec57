// The interface's language: one catalogue per language, loaded when it is needed.
import i18n, { type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { guessLanguage, rememberLanguage } from './language';

const catalogues: Record<Language, () => Promise<{ default: object }>> = {
  nb: () => import('./nb.json'),
  sv: () => import('./sv.json'),
  en: () => import('./en.json'),
};

/** What a text tells of by these words can be an address or a domain, which people read in letters of their own. */
const ADDRESSES = new Set([
  'address',
  'addresses',
  'author',
  'customer',
  'destination',
  'domain',
  'from',
  'known',
  'name',
  'names',
  'owner',
  'provider',
  'recipient',
  'reporter',
  'sender',
  'suggestion',
  'to',
  'who',
]);

/** What is put into a text goes through this; nothing is formatted by name in the catalogues. */
const formatter: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value, _format, _language, options) =>
    typeof value === 'string' && ADDRESSES.has(options?.interpolationkey) ? readable(value) : value,
};

/** Loads a language and shows the interface in it. */
export async function showLanguage(language: Language): Promise<void> {
  const { default: catalogue } = await catalogues[language]();
  if (i18n.isInitialized) {
    i18n.addResourceBundle(language, 'translation', catalogue);
    await i18n.changeLanguage(language);
  } else {
    await i18n
      .use(initReactI18next)
      .use(formatter)
      .init({
        lng: language,
        resources: { [language]: { translation: catalogue } },
        // A missing text is a failed test (catalogues.test.ts), never another language on the screen.
        fallbackLng: false,
        interpolation: { escapeValue: false, alwaysFormat: true },
        returnNull: false,
      });
  }
  document.documentElement.lang = language;
  rememberLanguage(language);
}

/** The texts of a language, whichever the interface is in: for what is written to somebody else. */
export async function textsIn(language: Language): Promise<typeof i18n.t> {
  const { default: catalogue } = await catalogues[language]();
  i18n.addResourceBundle(language, 'translation', catalogue);
  return i18n.getFixedT(language) as typeof i18n.t;
}

/** Starts in the given language, the one used last, or the browser's. */
export function startI18n(language: Language = guessLanguage()): Promise<void> {
  return showLanguage(language);
}
