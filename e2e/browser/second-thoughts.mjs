// An agent answers all, takes it back with the keyboard, plans it instead, and gets it back when the customer
// writes first.
export default async function secondThoughts({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.getByRole('row', { name: new RegExp(given.subject) }).click();
  await page.getByText(given.words).first().waitFor();
  const box = page.getByRole('textbox', { name: text('reply.label') });
  await page.getByText(/^Reply all/).click();
  await page.getByText(given.copy).first().waitFor();
  await box.fill(given.answer);
  await page.getByRole('button', { name: text('reply.sendAll') }).first().click();
  const undo = page.getByRole('button', { name: text('reply.undo') });
  await undo.focus();
  await page.keyboard.press('Enter');
  await page.getByText(text('reply.returned.taken_back')).waitFor();
  if ((await box.inputValue()) !== given.answer) throw new Error('the text did not come back');

  await page.getByRole('button', { name: text('reply.sendMenu') }).click();
  await page.getByRole('menuitem', { name: text('reply.later') }).click();
  await page.getByRole('button', { name: new RegExp(text('reply.at.tomorrow')) }).click();
  await page.getByText(text('delivery.comesBack')).waitFor();
  // The customer's mail comes now; nobody touches the page.
  await page.getByText(text('reply.returned.answered')).waitFor();
  if ((await box.inputValue()) !== given.answer) throw new Error('the planned text did not come back');
  return { back: true };
}
