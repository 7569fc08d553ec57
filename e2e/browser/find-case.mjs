// With the keyboard alone: the search is opened, a word of a message is typed, Enter opens the case.
export default async function findCase({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: text('search.title') }).waitFor();
  await page.keyboard.type(given.words);
  // The first one leads to all that is found, until the cases are there.
  await page.getByRole('option', { name: given.subject }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: given.subject }).waitFor();
  return { found: true };
}
