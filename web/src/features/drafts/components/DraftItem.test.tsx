import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { Draft } from '@/lib/api/types';
import { isClosing, keepClosing } from '@/lib/mail/closing-many';
import { isEndKept, keepEnd } from '@/lib/mail/kept-ends';
import { MANY } from '@/lib/mail/many';
import { show } from '@/test/Render';
import { DraftItem } from './DraftItem';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ to, search, ...props }: { to: string; search?: { mail?: string } }) => (
    <a href={search?.mail ? `${to}?mail=${search.mail}` : to} {...props} />
  ),
}));

const told = vi.hoisted(() => ({ done: [] as string[], problems: [] as unknown[] }));

vi.mock('@/components/problem/notify', async (original) => ({
  ...(await original<object>()),
  notifyDone: (message: string) => void told.done.push(message),
  notifyProblem: (problem: unknown) => void told.problems.push(problem),
}));

afterEach(() => {
  told.done.length = 0;
  told.problems.length = 0;
  vi.unstubAllGlobals();
});

const draft = {
  case_id: null,
  mode: 'new',
  to: [],
  subject: '',
  text: 'Dear all',
  uploads: [],
  returned: null,
  updated_at: '2026-11-01T08:00:00Z',
};

const linkOf = (mail_key: string) => {
  show(<DraftItem isKept draft={{ ...draft, mail_key } as unknown as Draft} />);
  return screen.getByRole('link');
};

test('what is written to many is called so, and is gone on with from the list of cases', () => {
  const link = linkOf(MANY.reply);
  expect(link.getAttribute('href')).toBe('/cases');
  expect(link.textContent).toContain('Reply to many customers');
  expect(link.textContent).toContain('Select cases in the list');
});

test('a first mail is gone on with by its name', () => {
  const name = 'a'.repeat(32);
  expect(linkOf(name).getAttribute('href')).toBe(`/cases/start?mail=${name}`);
});

test('what is begun under the name of a mail that was thrown away has not ended, and closes no cases', async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
  keepEnd(MANY.reply);
  keepClosing(MANY.reply, true);
  const thrown = { ...draft, mail_key: MANY.reply, version: 1 } as unknown as Draft;
  show(
    <ConfirmProvider>
      <DraftItem isKept draft={thrown} />
    </ConfirmProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: /Reply to many customers/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Discard the draft' }));
  await waitFor(() => expect(isEndKept(MANY.reply)).toBe(false));
  expect(isClosing(MANY.reply)).toBe(false);
});

/** Throws away one that is not saved yet, and says what the server was asked for. */
async function thrown(isKept: boolean, wasUnderWay: boolean) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async ({ method, url }: Request) => {
    asked.push(`${method} ${new URL(url).search}`);
    return Response.json({ code: 'draft.changed', detail: '' }, { status: 409 });
  });
  const drop = vi.fn(async () => wasUnderWay);
  const unsaved = { ...draft, mail_key: 'a'.repeat(32), version: 0 } as unknown as Draft;
  show(
    <ConfirmProvider>
      <DraftItem draft={unsaved} isKept={isKept} drop={drop} writer="mine" />
    </ConfirmProvider>,
  );
  expect(screen.getByText('Not saved yet')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: /^Discard the draft/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Discard the draft' }));
  await waitFor(() => expect(drop).toHaveBeenCalledOnce());
  await waitFor(() => expect(told.done.length + told.problems.length).toBe(1));
  return asked;
}

test('what is not saved yet is said to be so, and is thrown away here alone where the server has none of it', async () => {
  expect(await thrown(false, false)).toEqual([]);
  expect(told.done).toHaveLength(1);
});

test('what may be there is thrown away there, too, and is not called so where that fails', async () => {
  const asked = [`DELETE ?version=0&writer=mine&mail_key=${'a'.repeat(32)}`];
  expect(await thrown(true, false)).toEqual(asked);
  expect(told).toMatchObject({ done: [], problems: [{ code: 'draft.changed' }] });
  cleanup();
  told.problems.length = 0;
  expect(await thrown(false, true)).toEqual(asked);
});
