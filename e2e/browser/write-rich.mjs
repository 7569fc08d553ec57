import { isReplyTaken } from './taken.mjs';

// An agent answers with a list, words in bold and a pasted picture, reloads the page, finds his draft as he left it, and
// sends it.
export default async function writeRich({ page, given, text, signIn }) {
  await signIn(given.agent);
  await page.getByRole('row', { name: new RegExp(given.subject) }).click();
  await page.getByText(given.words).first().waitFor();
  const box = page.locator('[contenteditable=true]');
  await box.click();
  await page.keyboard.type('Dear Kari, ');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('please');
  await box.locator('strong').waitFor();
  await page.keyboard.press('Control+b');
  await page.keyboard.press('Enter');
  await page.keyboard.type('- look here:');
  const uploaded = page.waitForResponse((answer) => answer.url().includes('/uploads?') && answer.ok());
  await box.evaluate(pastePicture);
  await uploaded;
  await page.locator('[data-state=there] img').waitFor();
  const kept = page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && /cid:\d/.test(answer.request().postData() ?? ''),
  );
  await page.keyboard.type(' thanks');
  await kept;

  await page.reload();
  await page.locator('[data-state=there] img').waitFor();
  const drawn = await page
    .locator('[data-state=there] img')
    .evaluate(async (picture) => (await picture.decode(), picture.naturalWidth));
  await box.locator('li').first().waitFor();
  const found = (await box.locator('strong').first().textContent()) === 'please';
  const taken = page.waitForResponse(isReplyTaken);
  await box.click();
  await page.keyboard.press('Control+Enter');
  await taken;
  await page.getByRole('button', { name: text('message.showHtml') }).first().waitFor();
  return { drawn, found };
}

/** As the browser does when a screenshot is pasted. */
async function pastePicture(field) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [40, 30];
  const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], 'screen.png', { type: 'image/png' }));
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}
