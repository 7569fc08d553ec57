// The owner of a case works on something else; the bell rings when the customer writes, leads to the case, and
// is silent again.
import { sendMail } from './smtp.mjs';

export default async function bell({ page, given, text, signIn }) {
  await signIn(given.agent);
  const silent = page.getByRole('button', { name: text('notices.title'), exact: true });
  await silent.waitFor();
  await sendMail(given.mail);
  await page.getByRole('button', { name: /^1 unread/ }).click();
  const notice = page.getByRole('dialog', { name: text('notices.title') }).getByRole('link', {
    name: new RegExp(given.subject),
  });
  await notice.click();
  await page.getByText(given.words).first().waitFor();
  await silent.waitFor();
  return { read: true };
}
