import { Notifications, notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { Incidents } from './Incidents';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, children }: { to: string; children: ReactNode }) => <a href={to}>{children}</a>,
}));

const incident = {
  id: '7',
  provider: 'fjordnett.no',
  class: 'mailbox-unknown',
  words: '550 5.1.1 User unknown',
  state: 'open',
  ours: false,
  blocked: { count: 19, more: false },
  held: { count: 2, more: false },
  failed: { count: 21, more: false },
  waiting: { count: 640, more: false },
  waits_until: '2026-11-28T10:00:00Z' as string | null,
  holds_until: '2026-11-29T09:00:00Z' as string | null,
  kept_by: null as string | null,
  sender_domain: null as string | null,
  opened_at: '2026-11-28T09:00:00Z',
  closed_at: null,
  closed_by: null,
};

/** The API with this incident; notes what was asked. */
function serve(found: typeof incident) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    if (pathname.endsWith('/send-again')) return Response.json({ id: '1' }, { status: 202 });
    return Response.json(
      request.method === 'POST' ? { addresses: 19, kept_by: found.kept_by } : { rows: [found] },
    );
  });
  return asked;
}

const page = () =>
  show(
    <ConfirmProvider>
      <Incidents />
      <Notifications />
    </ConfirmProvider>,
    'outbox',
  );

afterEach(() => {
  notifications.clean();
  vi.unstubAllGlobals();
});

test('what waits for the decision is told, and what failed is sent again once the fault is known to be there', async () => {
  const asked = serve(incident);
  page();
  expect(await screen.findByText(/^All mailings to fjordnett.no wait, and are tried again/)).toBeDefined();
  expect(screen.getByText(/Decide by .*Mail for 640 recipients waits\.$/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'It is a fault there: lift the blocks' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Lift the blocks' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Send 21 mails again' }));
  await waitFor(() => expect(asked).toContain('POST /api/v1/return-incidents/7/send-again'));
  expect(asked).toContain('POST /api/v1/return-incidents/7/roll-back');
});

test('nobody is asked to send again where nothing failed, and nothing is tried while nothing is parked', async () => {
  const asked = serve({
    ...incident,
    failed: { count: 0, more: false },
    waiting: { count: 0, more: false },
    waits_until: null,
  });
  page();
  const putOff = /^Mailings that fjordnett.no refuses with these words are tried again later/;
  expect(await screen.findByText(putOff)).toBeDefined();
  expect(screen.queryByText(/recipients? waits/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'It is a fault there: lift the blocks' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Lift the blocks' }));
  await waitFor(() => expect(asked).toContain('POST /api/v1/return-incidents/7/roll-back'));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(screen.queryByRole('button', { name: /Send .* again/ })).toBeNull();
});

test('whom nobody waits for any more is told so, and that there is more than was counted', async () => {
  const found = { failed: { count: 1000, more: true }, waiting: { count: 1000, more: true } };
  serve({ ...incident, ...found, waits_until: null, holds_until: null });
  page();
  expect(await screen.findByText(/^The time to decide is over/)).toBeDefined();
  expect(screen.getByText(/Mail for more than 1,000 recipients waits\.$/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'It is a fault there: lift the blocks' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Lift the blocks' }));
  expect(await screen.findByRole('button', { name: 'Send more than 1,000 mails again' })).toBeDefined();
});

test('of more refusals than were looked at it is said that there are more, in text, figures and question', async () => {
  serve({ ...incident, blocked: { count: 9_800, more: true }, held: { count: 10_000, more: true } });
  page();
  expect(await screen.findByText(/^More than 19,800 addresses were refused/)).toBeDefined();
  expect(screen.getByText('Blocked: more than 9,800; not blocked: more than 10,000.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'It is a fault there: lift the blocks' }));
  expect(await screen.findByText('Write to more than 9,800 addresses again?')).toBeDefined();
});

test('what is decided goes, the keyboard goes on behind it, and its figures are not read aloud again and again', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request.method);
    if (request.method === 'POST') return Response.json({ addresses: 19 });
    return Response.json({ rows: asked.includes('POST') ? [] : [incident] });
  });
  show(
    <ConfirmProvider>
      <main>
        <Incidents />
        <button type="button">behind</button>
      </main>
    </ConfirmProvider>,
    'outbox',
  );
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('fjordnett.no');
  expect(alert.textContent).not.toContain('640');
  const decide = screen.getByRole('button', { name: 'They are wrong: block them all' });
  decide.focus();
  fireEvent.click(decide);
  const dialog = await screen.findByRole('dialog');
  fireEvent.click(within(dialog).getByRole('button', { name: 'They are wrong: block them all' }));
  await waitFor(() => expect(screen.queryByRole('group')).toBeNull());
  expect(document.activeElement?.textContent).toBe('behind');
});

test('where another incident keeps mail waiting, neither screen, question nor answer promises that it goes', async () => {
  const waits = /Mailings to fjordnett.no wait because fjordnett.no refuses your mail, until some of it/;
  serve({ ...incident, failed: { count: 0, more: false }, kept_by: 'reputation' });
  page();
  expect(await screen.findByText(waits)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'It is a fault there: lift the blocks' }));
  expect(await screen.findByText(/are not blocked\. Mailings to fjordnett.no wait because/)).toBeDefined();
  expect(screen.queryByText(/mailings that wait are sent/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Lift the blocks' }));
  expect(
    await screen.findByText(/^19 addresses can be written to again\. Mailings to fjordnett.no wait/),
  ).toBeDefined();
});

test('what failed for want of authentication can be sent again once it is seen to', async () => {
  const asked = serve({
    ...incident,
    class: 'auth-failed',
    sender_domain: 'nord.no',
    ours: true,
    waits_until: null,
    holds_until: null,
  });
  page();
  expect(await screen.findByText(/are put off until you say that it is seen to/)).toBeDefined();
  expect(screen.getByText(/This is about mail from nord\.no alone/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'It is seen to' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Send 21 mails again' }));
  await waitFor(() => expect(asked).toContain('POST /api/v1/return-incidents/7/send-again'));
  expect(asked).toContain('POST /api/v1/return-incidents/7/confirm');
});

test('where nobody looked as far as what is left, it can be sent again all the same', async () => {
  serve({ ...incident, failed: { count: 0, more: true } });
  page();
  fireEvent.click(await screen.findByRole('button', { name: 'It is a fault there: lift the blocks' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Lift the blocks' }));
  expect(await screen.findByRole('button', { name: 'Send again what failed' })).toBeDefined();
});
