// An agent answers all, takes it back with the keyboard, plans it instead, and gets it back when the customer
// writes first.
import { sendMail } from './smtp.mjs';

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
  await writtenAgain(page, given.answer);

  await page.getByRole('button', { name: text('reply.sendMenu') }).click();
  await page.getByRole('menuitem', { name: text('reply.later') }).click();
  await page.getByRole('button', { name: new RegExp(text('reply.at.tomorrow')) }).click();
  await page.getByText(text('delivery.comesBack')).waitFor();
  // The customer's mail comes only after the page has said what will happen; nobody touches the page.
  await sendMail(given.mail);
  await page.getByText(text('reply.returned.answered')).waitFor();
  await writtenAgain(page, given.answer);
  return { back: true };
}

/** Waits until a field for writing holds the text again. */
function writtenAgain(page, words) {
  return page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('[contenteditable=true]')].some((field) => field.innerText.trim() === wanted),
    words,
  );
}
