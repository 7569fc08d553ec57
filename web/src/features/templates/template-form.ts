// A template as its form holds it: a text for every language, empty where there is none.
import type { Language, Template, TemplateInput } from '@/lib/api/types';
import { LANGUAGES } from '@/lib/i18n/language';

export type Text = { subject: string; text: string /** The same with formatting. */; html: string | null };
export type TemplateValues = {
  name: string;
  description: string;
  folder: string;
  active: boolean;
  default_language: Language;
  /** The shared sender that mails begun with it are from. */
  identity_id: string | null;
  versions: Record<Language, Text>;
};

const EMPTY: Text = { subject: '', text: '', html: null };

/** The values of a template, or of a new one in the organisation's language. */
export function valuesOf(template: Template | null, own: Language): TemplateValues {
  const text = (language: Language) => {
    const found = template?.versions.find((version) => version.language === language);
    return found ? { subject: found.subject, text: found.text, html: found.html } : EMPTY;
  };
  return {
    name: template?.name ?? '',
    description: template?.description ?? '',
    folder: template?.folder ?? '',
    active: template?.active ?? true,
    default_language: template?.default_language ?? own,
    identity_id: template?.identity_id ?? null,
    versions: { nb: text('nb'), sv: text('sv'), en: text('en') },
  };
}

/** Whether there is anything in this language. */
export function isWritten({ subject, text }: Text): boolean {
  return subject.trim() !== '' || text.trim() !== '';
}

/** What is sent: the languages that something was written in. */
export function inputOf(values: TemplateValues): TemplateInput {
  const versions = LANGUAGES.filter((language) => isWritten(values.versions[language])).map((language) => ({
    language,
    ...values.versions[language],
  }));
  return { ...values, name: values.name.trim(), versions };
}

/** Templates under their folders, in the order they came. */
export function byFolder<T extends { folder: string }>(templates: T[]): { folder: string; rows: T[] }[] {
  const groups: { folder: string; rows: T[] }[] = [];
  for (const template of templates) {
    const last = groups.at(-1);
    if (last?.folder.toLowerCase() === template.folder.toLowerCase()) last.rows.push(template);
    else groups.push({ folder: template.folder, rows: [template] });
  }
  return groups;
}
