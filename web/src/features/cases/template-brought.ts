// What a template has brought to a mail, and how it goes again when another one is chosen: what somebody has changed
// since is his, and stays.
import type { FileState } from '@/components/files/use-files';
import type { RichValue } from '@/components/rich-text/rich-value';
import type { TemplateRecipients, Upload } from '@/lib/api/types';

/** A mail as far as templates bring something to it. */
export type Standing = TemplateRecipients & { subject: string; value: RichValue };

export type Brought = TemplateRecipients & {
  /** The template's name. */
  name: string;
  /** Its files among those of the mail. */
  keys: number[];
  /** The subject, where it is the template's. */
  subject: string | null;
  /** The text, where all of it is the template's. */
  value: RichValue | null;
};

const FIELDS = ['to', 'cc', 'bcc'] as const;

export function isBlankText({ text, html }: RichValue): boolean {
  return text.trim() === '' && html === null;
}

/** What stands there without what a template brought and nobody has changed. */
export function without(standing: Standing, brought: Brought | undefined): Standing {
  if (!brought) return standing;
  const rest = (field: (typeof FIELDS)[number]) =>
    standing[field].filter((address) => !brought[field].includes(address));
  return {
    to: rest('to'),
    cc: rest('cc'),
    bcc: rest('bcc'),
    subject: standing.subject === brought.subject ? '' : standing.subject,
    value: isWhole(standing.value, brought) ? { text: '', html: null } : standing.value,
  };
}

/** Whether all that is written is the template's, as it brought it. */
export function isWhole({ text, html }: RichValue, brought: Brought | undefined): boolean {
  return brought?.value?.text === text && brought.value.html === html;
}

/** Those of a template's recipients who get the mail neither by its author's word nor twice by the template's. */
export function newRecipients(standing: TemplateRecipients, offered: TemplateRecipients): TemplateRecipients {
  const taken = new Set(FIELDS.flatMap((field) => standing[field]).map((address) => address.toLowerCase()));
  const fresh = (field: (typeof FIELDS)[number]) =>
    offered[field].filter((address) => {
      const key = address.toLowerCase();
      return !taken.has(key) && taken.add(key);
    });
  return { to: fresh('to'), cc: fresh('cc'), bcc: fresh('bcc') };
}

/** Those of a template's files that the mail does not have; a picture of the text is always its own. */
export function newFiles(files: FileState[], offered: Upload[], shown: string[]): Upload[] {
  const has = ({ name, size_octets }: Upload) =>
    files.some((file) => !file.inline && file.name === name && file.size_octets === size_octets);
  return offered.filter((upload) => shown.includes(upload.id) || !has(upload));
}

/** How many recipients of a template's are still among those of the mail. */
export function stillThere(standing: TemplateRecipients, brought: Brought): number {
  return FIELDS.flatMap((field) => brought[field].filter((address) => standing[field].includes(address)))
    .length;
}
