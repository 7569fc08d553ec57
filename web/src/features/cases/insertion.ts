/** A text with another put in the place of what is selected in it, on lines of its own, and where the cursor then stands. */
export function withInsertion(text: string, inserted: string, start: number, end: number) {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const lead = before.trim() === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const trail = after.trim() === '' || after.startsWith('\n') ? '' : '\n\n';
  const head = (before.trim() === '' ? '' : before) + lead + inserted;
  return { text: head + trail + after, cursor: head.length };
}
