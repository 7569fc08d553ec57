// Somebody looks at the list of a new organisation, where a guide stands as long as there is no case; a mail that
// comes in meanwhile appears by itself.
import { sendMail } from './smtp.mjs';

export default async function liveCase({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.getByText(text('gettingStarted.title')).waitFor();
  await sendMail(given.mail);
  await page.getByRole('row', { name: new RegExp(given.subject) }).waitFor();
  return { shown: true };
}
