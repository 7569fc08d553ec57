// A template as its form holds it: a text for every language, empty where there is none.
import { type FileState, ofText } from '@/components/files/use-files';
import type { Language, Template, TemplateInput, TemplateRecipients } from '@/lib/api/types';
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
  /** Whom its mails go to beside those whom their authors name. */
  recipients: TemplateRecipients;
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
    recipients: template?.recipients ?? { to: [], cc: [], bcc: [] },
  };
}

/** Whether there is anything in this language. */
export function isWritten({ subject, text }: Text): boolean {
  return subject.trim() !== '' || text.trim() !== '';
}

/** The HTML of all its texts together, which tells what pictures they show. */
export function allHtml({ versions }: TemplateValues): string {
  return LANGUAGES.map((language) => versions[language].html ?? '').join('');
}

/** Its files as they are sent: those that it keeps already, and uploads that are to become its own. */
export function filesOf(files: FileState[], values: TemplateValues) {
  const going = ofText(files, allHtml(values));
  const ids = (kept: boolean) =>
    going.flatMap((file) => (file.upload && (file.kept ?? false) === kept ? file.upload.id : []));
  return { file_ids: ids(true), upload_ids: ids(false) };
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
