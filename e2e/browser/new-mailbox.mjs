// A mailbox is made: its connection is tested first, the conversation is shown without the password.
export default async function newMailbox({ page, url, given, text, signIn }) {
  await signIn(given.agent);
  await page.goto(`${url}/email/mailboxes?open=new`);
  const form = page.getByRole('dialog');
  const field = (key) => form.getByRole('textbox', { name: text(key), exact: true });
  await field('mailboxes.form.address').fill(given.address);
  await field('mailboxes.form.host').fill(given.host);
  await form.getByLabel(text('mailboxes.form.security'), { exact: true }).first().click();
  await page.getByRole('option', { name: text('mailboxes.security.none') }).click();
  await field('mailboxes.form.port').fill(String(given.port));
  await field('mailboxes.form.username').fill(given.address);
  await form.getByLabel(text('mailboxes.form.password'), { exact: true }).fill(given.password);
  await form.getByRole('button', { name: text('mailboxes.test'), exact: true }).click();
  await form.getByText(text('mailboxes.testOk')).waitFor();
  const told = await form.innerText();
  await form.getByRole('button', { name: text('common.save'), exact: true }).click();
  await page.getByRole('row', { name: new RegExp(given.address) }).waitFor();
  return { told };
}
