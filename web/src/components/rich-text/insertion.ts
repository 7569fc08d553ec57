/** What parts a text that is put in from what stands before it: an empty line, where there is none. */
export function leadFor(before: string): string {
  if (before.trim() === '' || before.endsWith('\n\n')) return '';
  return before.endsWith('\n') ? '\n' : '\n\n';
}

/** A text with another put in the place of what is selected in it, on lines of its own, and where the cursor then stands. */
export function withInsertion(text: string, inserted: string, start: number, end: number) {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const trail = after.trim() === '' || after.startsWith('\n') ? '' : '\n\n';
  const head = (before.trim() === '' ? '' : before) + leadFor(before) + inserted;
  return { text: head + trail + after, cursor: head.length };
}
