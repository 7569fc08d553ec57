import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { type Fields, useNewWriting } from './use-new-draft';

vi.mock('./api/start-case', () => ({
  keepNewDraft: () => Promise.resolve({ version: 1 }),
  keepNewDraftAtLast: () => undefined,
  dropNewDraft: () => Promise.resolve(),
}));

vi.mock('@/lib/requests/own-sending', () => ({ useLargestFile: () => 25 * 1024 * 1024 }));

const empty: Fields = {
  mailbox_id: '1',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  text: '',
  html: null,
  signature: null,
  from: null,
  template_id: null,
  needs_tls: false,
  tls_throughout: false,
  receipt: false,
  files_as_links: false,
};

test('a first mail keeps its key while it says the same, and gets another with each change', () => {
  const { result } = renderHook(() => useNewWriting(null, empty));
  act(() => result.current.change({ text: 'Hello' }));
  const key = result.current.sendKey();
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  // It is sent off, the answer is lost, and the draft comes back.
  act(() => void result.current.finish());
  act(() => result.current.goOn());
  act(() => result.current.change({ text: 'Hello' }));
  expect(result.current.sendKey()).toBe(key);
  act(() => result.current.change({ text: 'Hello again' }));
  expect(result.current.sendKey()).not.toBe(key);
  const next = result.current.sendKey();
  act(() => result.current.discard());
  expect(result.current.sendKey()).not.toBe(next);
});
