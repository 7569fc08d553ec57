// An agent selects two cases, answers both customers at once, and follows the job to its end.
export default async function answerMany({ page, given, text, signIn }) {
  await signIn(given.agent);
  for (const subject of given.subjects)
    await page
      .getByRole('row', { name: new RegExp(subject) })
      .getByRole('checkbox')
      .check();
  await page.getByRole('button', { name: text('reply.reply'), exact: true }).click();
  const dialog = page.getByRole('dialog', { name: text('bulkMail.replyTitle') });
  await dialog.getByLabel(text('bulkMail.text')).fill(given.answer);
  // The sample is the first case as its customer will read it.
  await dialog.getByText(new RegExp(given.sample)).waitFor();
  await dialog.getByLabel(text('bulkMail.close')).check();
  await dialog.getByRole('button', { name: text('bulkMail.send') }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /job/i }).click();
  await page.getByText(text('jobs.kind.cases_reply')).first().waitFor();
  await page.getByText(/2 of 2/).first().waitFor();
  return {};
}
