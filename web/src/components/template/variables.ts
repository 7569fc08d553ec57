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

/** A text with a variable put in the place of what is selected in it, and where the cursor then stands. */
export function withVariable(text: string, variable: string, start: number, end: number) {
  const tag = `[[${variable}]]`;
  return { text: text.slice(0, start) + tag + text.slice(end), cursor: start + tag.length };
}
