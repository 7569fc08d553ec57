// The form of an FAQ entry: its values, and the input they make.
import type { FaqEntry, FaqInput, Language } from '@/lib/api/types';

export type FaqValues = {
  title: string;
  folder: string;
  language: Language;
  keywords: string[];
  text: string;
  link: string;
};

/** The values of an entry, or of a new one in the organisation's language. */
export function valuesOf(entry: FaqEntry | null, own: Language): FaqValues {
  return {
    title: entry?.title ?? '',
    folder: entry?.folder ?? '',
    language: entry?.language ?? own,
    keywords: entry?.keywords ?? [],
    text: entry?.text ?? '',
    link: entry?.link ?? '',
  };
}

export function inputOf(values: FaqValues): FaqInput {
  return { ...values, title: values.title.trim(), link: values.link.trim() };
}

/** Entries under their folders, in the order they came. */
export function byFolder<T extends { folder: string }>(entries: T[]): { folder: string; rows: T[] }[] {
  const groups: { folder: string; rows: T[] }[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    if (last?.folder.toLowerCase() === entry.folder.toLowerCase()) last.rows.push(entry);
    else groups.push({ folder: entry.folder, rows: [entry] });
  }
  return groups;
}
