import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Case, Message } from '@/lib/api/types';
import { show } from '@/test/Render';
import { FailureCard } from './FailureCard';

const entryOf = (name: string) =>
  ({
    id: '8',
    class: 'delivery_failure',
    direction: 'comment',
    outbox_id: '7',
    removed: null,
    subject: 'New prices',
    text: 'no',
    to: [{ name: null, address: 'kari@kunde.example' }],
    created_at: '2026-11-29T20:00:00Z',
    delivery: { state: 'failed', binned: false },
    recipient_state: 'failed',
    meaning: { by_server: true, class: name, cause: null, of_relay: false, new_address: null, left: false },
    failure: null,
    links: [],
    attachments: [],
  }) as unknown as Message;
const sent = (id: number, address: string, state: string) =>
  ({
    id: String(id),
    direction: 'sent',
    class: 'person',
    outbox_id: String(id),
    text: 'Hello.',
    to: [{ name: null, address }],
    cc: [],
    bcc: [],
    created_at: '2026-11-29T21:00:00Z',
    delivery: { state },
    links: [],
    attachments: [],
  }) as unknown as Message;
const corrected = {
  at: '2026-11-29T20:30:00Z',
  what: 'corrected',
  user_name: 'Ada',
  params: { from: 'kari@kunde.example', to: 'kari@ny.example' },
};

beforeEach(() => vi.stubGlobal('fetch', async () => Response.json({ rows: [] })));
afterEach(() => vi.unstubAllGlobals());

const look = (entry: Message, more: Message[] = [], log: object[] = []) => {
  const messages = [sent(7, 'kari@kunde.example', 'failed'), entry, ...more];
  const shown = {
    id: '9',
    messages,
    log,
    customer_address: 'kari@kunde.example',
    person_id: '1',
    participants: [
      { name: 'Kari', address: 'kari@kunde.example', role: 'customer' },
      { name: 'Ola Nabo', address: 'ola@nabo.example', role: 'cc' },
    ],
  } as unknown as Case;
  show(<FailureCard shown={shown} message={entry} onWrite={vi.fn()} />);
};
const variantOf = (name: string) => screen.getByRole('button', { name }).dataset.variant;

test('the right address stands out where the address is wrong', () => {
  look(entryOf('mailbox-unknown'));
  expect(variantOf('Correct the address and send again')).not.toBe('default');
  expect(variantOf('Try the same address again')).toBe('default');
});

test('the same once more stands out where it passes by itself, and comes first', () => {
  look(entryOf('mailbox-full'));
  expect(variantOf('Correct the address and send again')).toBe('default');
  expect(screen.getAllByRole('button')[0]?.textContent).toBe('Try the same address again');
});

test('a failure that blocked its address says so', () => {
  const blocked = { class: 'mailbox-unknown', blocks: 'all', held_back: null, elsewhere: null };
  look({ ...entryOf('mailbox-unknown'), failure: { ...blocked, links_may_help: false } } as Message);
  expect(
    screen.getByText(/^With this, kari@kunde.example was blocked: nothing more is sent there/),
  ).toBeDefined();
});

test('a failure that was cured says so, and is not open any more', () => {
  look(entryOf('mailbox-unknown'), [sent(10, 'kari@ny.example', 'sent')], [corrected]);
  expect(screen.getByText('Sent again to kari@ny.example, and delivered.')).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.getByRole('article').dataset.open).toBeUndefined();
});

test('a new address that words name is written to this once, and is on no contact card by that', async () => {
  const sentOff: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/rewrite')) return Response.json({ rows: [] });
    sentOff.push(await request.json());
    return Response.json({ mode: 'reply', remarks: [] });
  });
  const entry = entryOf('mailbox-moved');
  look({ ...entry, meaning: { ...entry.meaning, new_address: 'kari@ny.example' } } as Message);
  fireEvent.click(screen.getByRole('button', { name: 'Write to the new address kari@ny.example' }));
  await waitFor(() => expect(sentOff).toEqual([{ address: 'kari@ny.example', lasting: false }]));
});

const correcting = async (address: string) => {
  fireEvent.click(screen.getByRole('button', { name: 'Correct the address and send again' }));
  const field = await screen.findByLabelText('The right address');
  fireEvent.change(field, { target: { value: address } });
  return field as HTMLInputElement;
};
const make = () => fireEvent.click(screen.getByRole('button', { name: 'Make the mail ready' }));

test('the address of another participant is said to be his, and written to this once', async () => {
  const sentOff: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/rewrite')) return Response.json({ rows: [] });
    sentOff.push(await request.json());
    return Response.json({ mode: 'reply', remarks: [] });
  });
  look(entryOf('mailbox-unknown'));
  await correcting('Ola@nabo.example');
  expect(
    await screen.findByText('Ola@nabo.example belongs to Ola Nabo, who takes part in the case.'),
  ).toBeDefined();
  const tick = screen.getByRole('checkbox') as HTMLInputElement;
  expect([tick.checked, tick.disabled]).toEqual([false, true]);
  make();
  await waitFor(() => expect(sentOff).toEqual([{ address: 'Ola@nabo.example', lasting: false }]));
});

test('whoever takes the tick away is told where later answers go', async () => {
  look(entryOf('mailbox-unknown'));
  await correcting('kari@ny.example');
  expect(screen.queryByText(/this once/)).toBeNull();
  fireEvent.click(screen.getByRole('checkbox'));
  expect(screen.getByText(/this once.*still go to kari@kunde\.example/)).toBeDefined();
});

test('the wrong address again is refused with words, and an address is read out of what is pasted', async () => {
  look(entryOf('mailbox-unknown'));
  const field = await correcting('Kari@kunde.example');
  make();
  expect(await screen.findByText(/This is the address that did not work/)).toBeDefined();
  fireEvent.change(field, { target: { value: 'Kari Berg <kari@ny.example>' } });
  expect(field.value).toBe('kari@ny.example');
});

test('what was refused is mended in the field, which has the focus', async () => {
  vi.stubGlobal('fetch', async (request: Request) =>
    request.url.endsWith('/rewrite')
      ? Response.json({ code: 'address.of_mailbox', field: 'address', detail: 'no' }, { status: 422 })
      : Response.json({ rows: [] }),
  );
  look(entryOf('mailbox-unknown'));
  const field = await correcting('post@oss.example');
  make();
  expect(await screen.findByText('This is the address of one of your own mailboxes.')).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test('who had a blind copy is not said to take part in the case', async () => {
  const entry = {
    ...entryOf('mailbox-unknown'),
    outbox_id: '7',
    to: [{ name: null, address: 'Sjef@nord.example' }],
  };
  const mail = { ...sent(7, 'kari@kunde.example', 'failed'), bcc: ['sjef@nord.example'] } as Message;
  const shown = {
    id: '9',
    messages: [mail, entry],
    log: [],
    customer_address: 'kari@kunde.example',
    participants: [],
  };
  show(<FailureCard shown={shown as unknown as Case} message={entry as Message} onWrite={vi.fn()} />);
  await correcting('sjef@ny.example');
  expect(
    screen.getByText(/^It is put on the contact card\. The mail goes there as a blind copy/),
  ).toBeDefined();
  fireEvent.click(screen.getByRole('checkbox'));
  expect(screen.getByText(/as a blind copy\. Whoever gets one takes no part/)).toBeDefined();
  expect(screen.queryByText(/becomes a participant/)).toBeNull();
});
