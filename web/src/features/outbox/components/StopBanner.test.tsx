import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { StopBanner } from './StopBanner';
import { StopSending } from './StopSending';

const own = { by_operator: false, user_name: 'Ada Berg', at: '2026-11-22T12:00:00.000Z', why: 'wrong price' };
const operators = { ...own, by_operator: true, user_name: null, why: 'unpaid' };

/** The API with these stops; notes what was asked. */
function serve(stops: object[]) {
  const asked: string[] = [];
  let rows = stops;
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    if (request.method === 'DELETE') rows = [];
    if (request.method === 'PUT') rows = [{ ...own, ...(await request.json()) }];
    return Response.json({ rows });
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test('who stopped all mail, when and why stands on top, and whoever may lets it go on', async () => {
  const asked = serve([own]);
  show(<StopBanner />, 'outbox', 'mailboxes');
  expect(await screen.findByText(/Ada Berg stopped it 22 November 2026/)).toBeDefined();
  expect(screen.getByText('The reason: wrong price')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Let mail go on' }));
  await waitFor(() => expect(screen.queryByText('All mail is stopped')).toBeNull());
  expect(asked).toContain('DELETE /api/v1/sending-stop');
});

test('who may not, and whom the operator stopped, is told and has no button', async () => {
  serve([operators, own]);
  show(<StopBanner />, 'outbox');
  expect(await screen.findByText('The operator has stopped all mail')).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
});

test('all mail is stopped with a reason, and not without', async () => {
  const asked = serve([]);
  show(
    <>
      <StopBanner />
      <StopSending />
    </>,
    'outbox',
    'mailboxes',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Stop all mail' }));
  const why = await screen.findByRole('textbox', { name: /Why/ });
  const submit = () => screen.getAllByRole('button', { name: 'Stop all mail' }).at(-1) as HTMLButtonElement;
  expect(submit().disabled).toBe(true);
  fireEvent.change(why, { target: { value: 'the link is wrong' } });
  fireEvent.click(submit());
  expect(await screen.findByText('The reason: the link is wrong')).toBeDefined();
  expect(asked).toContain('PUT /api/v1/sending-stop');
});
