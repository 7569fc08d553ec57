// A mail that wants to fetch from its sender's server is read; the page is left to finish what it does.
export default async function hostileMail({ page, given, text, signIn }) {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await signIn(given.agent);
  await page.getByRole('row', { name: new RegExp(given.subject) }).click();
  await page.getByRole('button', { name: text('message.showHtml') }).click();
  await page.frameLocator('iframe').getByText(given.words).waitFor();
  // Not until the network is idle: the stream of live events stays open, and it never is. Whatever a document
  // fetches it has asked for when it is loaded, its parts that fetch only when drawn once it is drawn.
  await Promise.all(page.frames().map((frame) => frame.waitForLoadState('load')));
  await page.screenshot({ fullPage: true });
  return { asked: asked.filter((address) => address.includes(given.tracker)) };
}
