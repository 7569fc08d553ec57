import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { SenderDomain } from '@/lib/api/types';
import { show } from '@/test/Render';
import { DomainKeys } from './DomainKeys';

const AT = '2026-03-01T10:00:00Z';
const key = (selector: string, state: string) => ({
  selector,
  algorithm: 'ed25519',
  state,
  created_at: AT,
  seen_at: AT,
  removable: false,
});
const domain = (...keys: object[]) =>
  ({ id: '3', name: 'nord.example', state: 'live', records: [], keys }) as unknown as SenderDomain;
const WAITING = domain(key('ph1', 'active'), key('ph2', 'next'));

/** The API, which answers every change with the domain as it is then. */
function serve() {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`);
    return Response.json(domain(key('ph1', 'active')));
  });
  return asked;
}

const page = (shown: SenderDomain) =>
  show(
    <ConfirmProvider>
      <DomainKeys domain={shown} />
    </ConfirmProvider>,
    'mailboxes',
  );

afterEach(() => vi.unstubAllGlobals());

test('keys that wait for their records are called off after a question', async () => {
  const asked = serve();
  page(WAITING);
  fireEvent.click(screen.getByRole('button', { name: 'Call off the new keys' }));
  expect(await screen.findByText('Call off the new keys of nord.example?')).toBeDefined();
  expect(asked).toEqual([]);
  fireEvent.click(screen.getAllByRole('button', { name: 'Call off the new keys' }).at(-1) as HTMLElement);
  await waitFor(() => expect(asked).toContain('DELETE /api/v1/sender-domains/3/waiting-keys'));
});

test('whoever thinks better of it calls nothing off', async () => {
  const asked = serve();
  page(WAITING);
  fireEvent.click(screen.getByRole('button', { name: 'Call off the new keys' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([]);
});

test('while keys wait no others are made, and where none wait nothing is called off', () => {
  const { unmount } = page(WAITING);
  expect(screen.queryByRole('button', { name: 'Rotate keys' })).toBeNull();
  unmount();
  page(domain(key('ph1', 'active')));
  expect(screen.getByRole('button', { name: 'Rotate keys' })).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Call off the new keys' })).toBeNull();
});

const record = (selector: string, record_type = 'CNAME') => ({
  kind: 'dkim',
  record_type,
  name: `${selector}._domainkey.nord.example`,
});
const withRecords = (shown: SenderDomain, ...records: object[]) =>
  ({ ...shown, records }) as unknown as SenderDomain;

test('of keys that lie in the zone of the operator nobody is asked for other records', async () => {
  serve();
  const keys = [key('ph-1-ea', 'retired'), key('ph-1-eb', 'active')];
  page(withRecords(domain(...keys), record('ph-1-eb'), record('ph-1-ea')));
  expect(screen.getByText('The record stays in DNS, for the next key.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Rotate keys' }));
  expect(await screen.findByText(/The records of the domain stay as they are\. The old keys/)).toBeDefined();
  expect(screen.queryByText(/You get new records/)).toBeNull();
});

test('while names are asked for the next keys of a domain with records of its own, it is not said that nothing changes', async () => {
  serve();
  const keys = [key('ph1', 'active'), key('ph-1-ea', 'next')];
  page(withRecords(domain(...keys), record('ph1', 'TXT'), record('ph-1-ea'), record('ph-1-eb')));
  fireEvent.click(screen.getByRole('button', { name: 'Call off the new keys' }));
  expect(await screen.findByText(/Take out the records of the new ones/)).toBeDefined();
  expect(screen.queryByText(/stay as they are/)).toBeNull();
});

test('while keys wait that the names of the domain lead to as to those before, its records stay', async () => {
  serve();
  const keys = [key('ph-1-ea', 'active'), key('ph-1-eb', 'next'), key('ph1', 'retired')];
  page(withRecords(domain(...keys), record('ph-1-ea'), record('ph-1-eb')));
  expect(screen.getByText('The record has to stay in DNS for another week.')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Call off the new keys' }));
  expect(await screen.findByText(/The records of the domain stay as they are\.$/)).toBeDefined();
});

test('keys that others may know are replaced at once, with names of their own, after a second question', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(`${request.method} ${pathname}${search}`);
    if (search) return Response.json(domain(key('ph1', 'active')));
    const params = { at: '2026-03-08T10:00:00Z' };
    return Response.json({ code: 'sender_domain.keys_needed', detail: 'x', params }, { status: 409 });
  });
  page(domain(key('ph1', 'active')));
  fireEvent.click(screen.getByRole('button', { name: 'Rotate keys' }));
  expect(await screen.findByText('Make new keys for nord.example?')).toBeDefined();
  fireEvent.click(screen.getAllByRole('button', { name: 'Rotate keys' }).at(-1) as HTMLElement);
  expect(await screen.findByText(/on its way until 8 March 2026.*If others may know a key/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'New keys at once' }));
  const path = 'POST /api/v1/sender-domains/3/rotate';
  await waitFor(() => expect(asked).toEqual([path, `${path}?own_names=true`]));
});
