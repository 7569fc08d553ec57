import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { ImportList } from './ImportList';

const REST = {
  service: 'sendgrid',
  known: 3,
  spared: 1,
  spared_addresses: ['spared@a.no'],
  passing: 1,
  passing_addresses: ['full@a.no'],
  own: 2,
  own_addresses: ['post@our.no', 'ada@our.no'],
  refused: 7,
  refusals: [{ number: 12, text: 'kari(at)a.no', why: 'shape' }],
};
const MARKED = {
  typos: 1,
  typo_addresses: [{ address: 'kari@hotmial.com', suggestion: 'kari@hotmail.com' }],
  roles: 0,
  role_addresses: [],
  disposable: 2,
  disposable_addresses: ['a@hour.example', 'b@hour.example'],
};
const PREVIEW = { ...REST, ...MARKED, entries: 17, bounces: 2, complaints: 1, by_hand: 0 };

afterEach(() => vi.unstubAllGlobals());

/** Whether the imports of the last days are asked for. */
const isOfRecent = (request: Request) => request.url.endsWith('/imports');

function answers(preview: () => Response) {
  const asked: string[] = [];
  vi.stubGlobal(
    'fetch',
    vi.fn((request: Request) => {
      if (isOfRecent(request)) return Promise.resolve(Response.json({ rows: [] }));
      asked.push(new URL(request.url).pathname);
      return Promise.resolve(
        request.url.endsWith('/preview') ? preview() : Response.json({ ...REST, blocked: 3 }),
      );
    }),
  );
  return asked;
}

function choose() {
  const file = new File(['a@a.no'], 'list.csv', { type: 'text/csv' });
  const input = document.querySelector('input[type=file]');
  if (input) fireEvent.change(input, { target: { files: [file] } });
}

test('a list is shown with what it would block and what is refused, and imported when that is confirmed', async () => {
  const asked = answers(() => Response.json(PREVIEW));
  show(<ImportList onClose={() => undefined} />);
  choose();
  await screen.findByText('17 entries (format: SendGrid)');
  expect(asked).toEqual(['/api/v1/blocked-addresses/import/preview']);
  screen.getByText('2 addresses will be blocked for all mail, because mail to them came back');
  screen.getByText('1 of those to be blocked looks mistyped:');
  screen.getByText('kari@hotmial.com: did you mean kari@hotmail.com?');
  screen.getByText('2 of those to be blocked are mailboxes for a few hours:');
  expect(screen.queryByText(/read by several people/)).toBeNull();
  screen.getByText('Entry 12: kari(at)a.no (no e-mail address)');
  screen.getByText('and 6 more');
  screen.getByText('spared@a.no');
  screen.getByText(
    '2 addresses will not be blocked, because they are your own mailboxes or what users sign in with:',
  );
  screen.getByText('post@our.no');
  screen.getByText('1 address will not be blocked, because the fault may pass, such as a full mailbox:');
  screen.getByRole('button', { name: 'Block 3 addresses' }).click();
  await screen.findByText('3 addresses were blocked');
  expect(asked.at(-1)).toBe('/api/v1/blocked-addresses/import');
  screen.getByText('full@a.no');
  screen.getByText('1 address was not blocked, because the fault may pass, such as a full mailbox:');
  screen.getByText('3 were blocked already or are repeated in the file.');
  expect(screen.queryByText('17 entries (format: SendGrid)')).toBeNull();
});

test('a list that is of no service is not called one of addresses only, as it may have reasons', async () => {
  answers(() => Response.json({ ...PREVIEW, service: 'plain' }));
  show(<ImportList onClose={() => undefined} />);
  choose();
  await screen.findByText('17 entries (format: CSV or plain list)');
});

test('an import is taken back where it changed something, and what stays is said', async () => {
  const bodies: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (isOfRecent(request)) return Response.json({ rows: [] });
    if (request.url.endsWith('/preview')) return Response.json(PREVIEW);
    if (!request.url.endsWith('/undo')) return Response.json({ ...REST, blocked: 3, undo: '7' });
    bodies.push(JSON.parse(await request.text()));
    return Response.json({ restored: 2, left: 1 });
  });
  show(<ImportList onClose={() => undefined} />);
  choose();
  (await screen.findByRole('button', { name: 'Block 3 addresses' })).click();
  (await screen.findByRole('button', { name: 'Undo the import' })).click();
  await screen.findByText('2 addresses stand as before the import');
  screen.getByText('1 address has changed since the import and stays as it is.');
  expect(screen.queryByText('3 addresses were blocked')).toBeNull();
  expect(bodies).toEqual([{ id: '7' }]);
});

test('an import that changed nothing has nothing to be taken back', async () => {
  vi.stubGlobal('fetch', async (request: Request) => {
    if (isOfRecent(request)) return Response.json({ rows: [] });
    return Response.json(request.url.endsWith('/preview') ? PREVIEW : { ...REST, blocked: 0, undo: null });
  });
  show(<ImportList onClose={() => undefined} />);
  choose();
  (await screen.findByRole('button', { name: 'Block 3 addresses' })).click();
  await screen.findByText('0 addresses were blocked');
  expect(screen.queryByRole('button', { name: 'Undo the import' })).toBeNull();
});

test('what is no list cannot be imported', async () => {
  const body = { code: 'block_list.unreadable', status: 422, detail: '' };
  const asked = answers(() => Response.json(body, { status: 422 }));
  show(<ImportList onClose={() => undefined} />);
  choose();
  await screen.findByText(/No e-mail address was found/);
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Import' }).hasAttribute('disabled')).toBe(true),
  );
  expect(asked).toHaveLength(1);
});

test('what was imported of late is undone long after its result was closed, also where it was stopped on the way', async () => {
  let rows = [
    { id: '8', at: '2026-11-29T10:00:00Z', by: '1', by_name: 'Ada', changed: 1200 },
    { id: '7', at: '2026-11-27T10:00:00Z', by: '2', by_name: null, changed: 1 },
  ];
  const bodies: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (isOfRecent(request)) return Response.json({ rows });
    bodies.push(JSON.parse(await request.text()));
    rows = rows.slice(1);
    return Response.json({ restored: 1199, left: 1 });
  });
  show(<ImportList onClose={() => undefined} />);
  await screen.findByText('Imports of the last 7 days');
  screen.getByText(/Ada · 1,200 addresses changed/);
  const undo = screen.getAllByRole('button', { name: 'Undo the import' });
  expect(undo).toHaveLength(2);
  undo[0]?.focus();
  fireEvent.click(undo[0] as HTMLElement);
  await screen.findByText('1,199 addresses stand as before the import');
  expect(bodies).toEqual([{ id: '8' }]);
  await waitFor(() => expect(screen.queryByText(/Ada ·/)).toBeNull());
  screen.getByText(/· 1 address changed/);
  // The keyboard goes on with what is left.
  const last = screen.getByRole('button', { name: 'Undo the import' });
  await waitFor(() => expect(document.activeElement).toBe(last));
  fireEvent.click(last);
  await waitFor(() => expect(last.isConnected).toBe(false));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' })));
});
