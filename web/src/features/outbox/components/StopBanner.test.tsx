import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { StopBanner } from './StopBanner';
import { StopSending } from './StopSending';

const own = {
  by_operator: false,
  user_name: 'Ada Berg',
  at: '2026-11-22T12:00:00.000Z',
  why: 'wrong price',
  reworded: null,
};
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
  expect(await screen.findByText('Whoever runs Posthus has stopped all mail')).toBeDefined();
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

test('a stop that holds gets another reason, and is no new one', async () => {
  const sent: unknown[] = [];
  const reworded = { user_name: 'Bo Dahl', at: '2026-11-22T13:00:00.000Z' };
  let rows: object[] = [own];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'PUT') {
      const body = await request.json();
      sent.push(body);
      rows = [{ ...own, why: body.why, reworded }];
    }
    return Response.json({ rows });
  });
  show(<StopBanner />, 'outbox', 'mailboxes');
  fireEvent.click(await screen.findByRole('button', { name: 'Change the reason' }));
  const why = await screen.findByRole('textbox', { name: /Why/ });
  fireEvent.change(why, { target: { value: 'wrong price, mended by noon' } });
  fireEvent.click(screen.getAllByRole('button', { name: 'Change the reason' }).at(-1) as HTMLElement);
  expect(await screen.findByText('The reason: wrong price, mended by noon')).toBeDefined();
  expect(screen.getByText(/Bo Dahl changed the reason 22 November 2026/)).toBeDefined();
  expect(screen.getByText(/Ada Berg stopped it 22 November 2026/)).toBeDefined();
  expect(sent).toEqual([{ why: 'wrong price, mended by noon', rewords: true }]);
});

test('a second stop is refused with the one that stands, which is shown', async () => {
  let rows: object[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'PUT') return Response.json({ rows });
    rows = [own];
    const params = { user: 'Ada Berg', why: 'wrong price', at: own.at };
    return Response.json({ status: 409, code: 'sending_stop.stands', detail: 'x', params }, { status: 409 });
  });
  show(
    <>
      <Notifications />
      <StopBanner />
      <StopSending />
    </>,
    'outbox',
    'mailboxes',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Stop all mail' }));
  fireEvent.change(await screen.findByRole('textbox', { name: /Why/ }), { target: { value: 'the link' } });
  fireEvent.click(screen.getAllByRole('button', { name: 'Stop all mail' }).at(-1) as HTMLElement);
  expect(await screen.findByText(/stopped already, by Ada Berg: “wrong price”/)).toBeDefined();
  expect(await screen.findByText('The reason: wrong price')).toBeDefined();
});
