// An agent looks at the list of cases; a mail that comes in meanwhile appears by itself.
export default async function liveCase({ page, given, signIn }) {
  await signIn(given.agent);
  await page.getByRole('row', { name: new RegExp(given.subject) }).waitFor();
  return { shown: true };
}
