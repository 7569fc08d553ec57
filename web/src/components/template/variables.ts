// The variables that a text may name, as the server knows them. A filter's captures come besides.
export const VARIABLES = [
  'customer.name',
  'customer.address',
  'company.name',
  'case.number',
  'case.title',
  'case.category',
  'case.request_type',
  'user.name',
  'user.address',
  'organisation.name',
  'mailbox.address',
  'message.text',
  'faq.list',
  'faq.titles',
] as const;

export type Variable = (typeof VARIABLES)[number];

/** Those that a text can name: what nobody writes does not speak of its writer. */
export function offered({ automatic = false, suggests = true }): readonly Variable[] {
  return VARIABLES.filter(
    (name) => !(automatic && name.startsWith('user.')) && (suggests || !name.startsWith('faq.')),
  );
}

/** A text with a variable put in the place of what is selected in it, and where the cursor then stands. */
export function withVariable(text: string, variable: string, start: number, end: number) {
  const tag = `[[${variable}]]`;
  return { text: text.slice(0, start) + tag + text.slice(end), cursor: start + tag.length };
}
