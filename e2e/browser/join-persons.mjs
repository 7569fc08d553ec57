// Two persons of one name are proposed as one; whoever stays has the addresses and cases of both.
export default async function joinPersons({ page, url, given, text, signIn }) {
  await signIn(given.agent);
  await page.goto(`${url}/people/persons`);
  await page.getByRole('button', { name: text('doubles.title') }).click();
  const drawer = page.getByRole('dialog', { name: text('doubles.title') });
  await drawer.getByRole('button', { name: text('joining.join') }).click();
  const dialog = page.getByRole('dialog', { name: text('joining.persons') });
  const result = dialog.locator('section').last();
  for (const address of given.addresses) await result.getByText(address).waitFor();
  await result.getByText('1 + 1').waitFor();
  await dialog.getByRole('button', { name: text('joining.join') }).click();
  await drawer.getByText(text('doubles.noneTitle')).waitFor();
  return {};
}
