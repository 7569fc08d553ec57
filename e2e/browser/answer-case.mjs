// An agent signs in, opens the case from the list, reads the mail and answers it.
export default async function answerCase({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.getByRole('row', { name: new RegExp(given.subject) }).click();
  await page.getByText(given.words).first().waitFor();
  const box = page.getByRole('textbox', { name: text('reply.label') });
  await box.fill(given.answer);
  await page.getByRole('button', { name: text('reply.send') }).first().click();
  await page.getByText(given.answer).first().waitFor();
  return {};
}
