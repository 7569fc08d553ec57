import { isReplyTaken } from './taken.mjs';

// An agent signs in, opens the case from the list, reads the mail and answers it.
export default async function answerCase({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.getByRole('row', { name: new RegExp(given.subject) }).click();
  await page.getByText(given.words).first().waitFor();
  const box = page.getByRole('textbox', { name: text('reply.label') });
  await box.fill(given.answer);
  // The answer is shown before the server has it; a browser that closes then takes it along.
  const taken = page.waitForResponse(isReplyTaken);
  await page.getByRole('button', { name: text('reply.send'), exact: true }).first().click();
  await taken;
  await page.getByText(given.answer).first().waitFor();
  return {};
}
