// A mail that a filter blocked is looked at, and imported after all; the list is written into a file.
export default async function blockedMail({ page, url, given, text, signIn }) {
  await signIn(given.agent);
  await page.goto(`${url}/email/blocked`);
  const row = page.getByRole('row', { name: new RegExp(given.subject) });
  await row.waitFor();
  const shown = await row.innerText();
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: text('list.export') }).click();
  // By the keyboard, since a pointer may meet the menu before it stands where it will.
  await page.getByRole('menuitem', { name: text('list.txt') }).press('Enter');
  const name = (await file).suggestedFilename();

  await row.click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(given.filter).first().waitFor();
  await drawer.getByText(given.words).first().waitFor();
  await drawer.getByRole('button', { name: text('blocked.import') }).click();
  await row.waitFor({ state: 'detached' });
  await page.goto(`${url}/cases`);
  await page.getByRole('row', { name: new RegExp(given.subject) }).waitFor();
  return { shown, name };
}
