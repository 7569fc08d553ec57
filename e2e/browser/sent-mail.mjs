// What was sent is found in the outbox, with the other server's words.
export default async function sentMail({ page, url, given, text, signIn }) {
  await signIn(given.agent);
  await page.goto(`${url}/email/outbox`);
  await page.getByText(text('outbox.emptyTitle')).waitFor();
  await page.getByRole('checkbox', { name: text('outbox.showSent') }).check();
  await page.getByRole('row', { name: new RegExp(given.subject) }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText(given.recipient).first().waitFor();
  await drawer.getByText(new RegExp(given.words)).first().waitFor();
  return { found: true };
}
