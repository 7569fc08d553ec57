import { act, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { Draft } from '@/lib/api/types';
import { dropUnsaved, leaveUnsaved } from '@/lib/drafts/unsaved';
import { show } from '@/test/Render';
import { OtherMails } from './OtherMails';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="/drafts">{children}</a>,
}));

const [one, other] = ['a1'.repeat(16), 'b2'.repeat(16)];

test('beside a new mail also those are counted that could not be saved yet, though the server says nothing', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('offline')));
  const draft = { case_id: null, mail_key: one, mode: 'new', version: 0 } as unknown as Draft;
  const save = () => Promise.reject(new Error('offline'));
  leaveUnsaved(one, { save, drafts: [{ draft, drop: () => Promise.resolve(false) }] });
  const { unmount } = show(<OtherMails name={other} />);
  expect(await screen.findByText(/You have 1 other new mail/)).toBeDefined();
  act(() => dropUnsaved(one));
  expect(screen.queryByText(/other new mail/)).toBeNull();
  unmount();
  vi.unstubAllGlobals();
});
