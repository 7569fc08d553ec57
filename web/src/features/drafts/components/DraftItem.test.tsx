import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
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
  show(<DraftItem draft={{ ...draft, mail_key } as unknown as Draft} />);
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
      <DraftItem draft={thrown} />
    </ConfirmProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: /Reply to many customers/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Discard the draft' }));
  await waitFor(() => expect(isEndKept(MANY.reply)).toBe(false));
  expect(isClosing(MANY.reply)).toBe(false);
});

test('what is not saved yet is said to be so, and is thrown away here alone where the server has none of it', async () => {
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  const drop = vi.fn();
  const unsaved = { ...draft, mail_key: 'a'.repeat(32), version: 0 } as unknown as Draft;
  show(
    <ConfirmProvider>
      <DraftItem draft={unsaved} onDrop={drop} />
    </ConfirmProvider>,
  );
  expect(screen.getByText('Not saved yet')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: /^Discard the draft/ }));
  fireEvent.click(await screen.findByRole('button', { name: 'Discard the draft' }));
  await vi.waitFor(() => expect(drop).toHaveBeenCalledOnce());
  expect(asked).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
