// An agent looks at the empty list of cases; a mail that comes in meanwhile appears by itself.
import { sendMail } from './smtp.mjs';

export default async function liveCase({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.getByText(text('cases.emptyTitle')).waitFor();
  await sendMail(given.mail);
  await page.getByRole('row', { name: new RegExp(given.subject) }).waitFor();
  return { shown: true };
}
