import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { HeldDestinations } from './HeldDestinations';
import { HoldDestination } from './HoldDestination';

const held = (domain: string) => ({
  domain,
  by_operator: false,
  user_name: 'Ada Berg',
  at: '2026-11-22T12:00:00.000Z',
  why: 'wrong price',
});

/** The API with these domains; notes what was asked. */
function serve(domains: string[]) {
  const asked: unknown[] = [];
  let rows = domains.map(held);
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'GET') {
      const body = await request.json();
      asked.push([`${request.method} ${new URL(request.url).pathname}`, body]);
      rows =
        request.method === 'PUT'
          ? [...rows, { ...held(body.domain), ...body }]
          : rows.filter(({ domain }) => domain !== body.domain);
    }
    return Response.json({ rows });
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test('who stopped mail to a domain, when and why stands on top, and whoever may lets it go on', async () => {
  const asked = serve(['example.org']);
  const shown: string[] = [];
  show(<HeldDestinations onShow={(domain) => shown.push(domain)} />, 'outbox');
  expect(
    await screen.findByText(/Ada Berg stopped all mail to example.org 22 November 2026.*wrong price/),
  ).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Show it: the stopped mail to example.org' }));
  expect(shown).toEqual(['example.org']);
  fireEvent.click(screen.getByRole('button', { name: 'Let go on: mail to example.org' }));
  await waitFor(() => expect(screen.queryByText(/example.org/)).toBeNull());
  expect(asked).toEqual([['POST /api/v1/held-destinations/lift', { domain: 'example.org' }]]);
});

test('of many domains a few are told of, and the others when they are asked for', async () => {
  serve(['a.example', 'b.example', 'c.example', 'd.example', 'e.example']);
  show(<HeldDestinations onShow={() => undefined} />);
  expect(await screen.findByText('Mail to 5 domains is stopped')).toBeDefined();
  expect(screen.queryByText(/e.example/)).toBeNull();
  expect(screen.queryByRole('button', { name: /go on/ })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show 2 more domains' }));
  expect(screen.getByText(/e.example/)).toBeDefined();
  expect(document.activeElement).toBe(
    screen.getByRole('button', { name: 'Show it: the stopped mail to d.example' }),
  );
});

test('the keyboard goes on at the next domain when one is let go on, and behind the notice at the end', async () => {
  serve(['a.example', 'b.example']);
  show(
    <main>
      <HeldDestinations onShow={() => undefined} />
      <button type="button">behind</button>
    </main>,
    'outbox',
  );
  const goOn = async (domain: string) => {
    const button = await screen.findByRole('button', { name: `Let go on: mail to ${domain}` });
    button.focus();
    fireEvent.click(button);
    await waitFor(() => expect(screen.queryByRole('group', { name: domain })).toBeNull());
  };
  await goOn('a.example');
  expect(document.activeElement).toBe(
    screen.getByRole('button', { name: 'Show it: the stopped mail to b.example' }),
  );
  await goOn('b.example');
  expect(document.activeElement?.textContent).toBe('behind');
});

test('mail to a domain is stopped with a reason, and not without', async () => {
  const asked = serve([]);
  show(<HoldDestination domain="example.org" />, 'outbox');
  fireEvent.click(await screen.findByRole('button', { name: 'Stop all mail to example.org' }));
  const why = await screen.findByRole('textbox', { name: /Why/ });
  const submit = () => screen.getByRole('button', { name: 'Stop mail to it' }) as HTMLButtonElement;
  expect(submit().disabled).toBe(true);
  fireEvent.change(why, { target: { value: 'wrong price' } });
  fireEvent.click(submit());
  await waitFor(() =>
    expect(asked).toEqual([['PUT /api/v1/held-destinations', { domain: 'example.org', why: 'wrong price' }]]),
  );
});

test('the keyboard goes on behind the button that goes with the domain that it stopped', async () => {
  serve([]);
  show(
    <main>
      <HoldDestination domain="example.org" />
      <button type="button">behind</button>
    </main>,
    'outbox',
  );
  const button = await screen.findByRole('button', { name: 'Stop all mail to example.org' });
  button.focus();
  fireEvent.click(button);
  fireEvent.change(await screen.findByRole('textbox', { name: /Why/ }), { target: { value: 'wrong price' } });
  fireEvent.click(screen.getByRole('button', { name: 'Stop mail to it' }));
  await waitFor(() => expect(button.isConnected).toBe(false));
  await waitFor(() => expect(document.activeElement?.textContent).toBe('behind'));
});

test('what the operator stopped he alone lets go on', async () => {
  const operators = { ...held('example.org'), by_operator: true, user_name: null };
  vi.stubGlobal('fetch', async () => Response.json({ rows: [operators] }));
  show(<HeldDestinations onShow={() => undefined} />, 'outbox');
  expect(await screen.findByText(/Whoever runs Posthus stopped all mail to example.org/)).toBeDefined();
  expect(screen.queryByRole('button', { name: /go on/ })).toBeNull();
});

test('what is stopped already, or who may not, has no button', async () => {
  serve(['example.org']);
  const { unmount } = show(
    <>
      <HoldDestination domain="other.example" />
      <HoldDestination domain="example.org" />
    </>,
    'outbox',
  );
  expect(await screen.findAllByRole('button', { name: /Stop all mail to/ })).toHaveLength(1);
  unmount();
  show(
    <>
      <HeldDestinations onShow={() => undefined} />
      <HoldDestination domain="other.example" />
    </>,
  );
  expect(await screen.findByText(/Ada Berg stopped all mail/)).toBeDefined();
  expect(screen.queryByRole('button', { name: /Stop all mail to/ })).toBeNull();
});

test('the question stays with its reason and says who was faster where somebody stops the domain meanwhile', async () => {
  let rows: object[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json({ rows });
    rows = [held('example.org')];
    const params = { domain: 'example.org', user: 'Ada Berg', why: 'wrong price' };
    return Response.json({ code: 'held_destination.stands', detail: 'x', params }, { status: 409 });
  });
  show(
    <>
      <HeldDestinations onShow={() => undefined} />
      <HoldDestination domain="example.org" />
    </>,
    'outbox',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Stop all mail to example.org' }));
  fireEvent.change(await screen.findByRole('textbox', { name: /Why/ }), { target: { value: 'wrong link' } });
  fireEvent.click(screen.getByRole('button', { name: 'Stop mail to it' }));
  expect(await screen.findByText(/Ada Berg stopped all mail to example.org/)).toBeDefined();
  expect(await screen.findByText(/was stopped already, by Ada Berg/)).toBeDefined();
  expect((screen.getByRole('textbox', { name: /Why/ }) as HTMLTextAreaElement).value).toBe('wrong link');
});
