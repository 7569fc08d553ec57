import { expect, test } from 'vitest';
import type { Draft } from '@/lib/api/types';
import { withUnsaved } from './with-unsaved';

const draft = (mail_key: string, text: string, version: number) =>
  ({ case_id: null, mail_key, text, version }) as Draft;

test('what is not saved yet stands first, in the place of what the server has of it', () => {
  const kept = [draft('a', 'older', 3), draft('b', 'other', 2)];
  const drop = () => Promise.resolve(false);
  const shown = withUnsaved(kept, [
    { draft: draft('a', 'newer', 1), drop },
    { draft: draft('c', 'alone', 4), drop },
  ]);
  expect(shown.map(({ draft }) => [draft.text, draft.version])).toEqual([
    ['newer', 3],
    ['alone', 0],
    ['other', 2],
  ]);
  const inCase = (mode: string, text: string) =>
    ({ case_id: '7', mail_key: null, mode, text, version: 1 }) as Draft;
  const [answer, comment, ...rest] = withUnsaved(
    [inCase('comment', 'kept'), inCase('reply', 'kept')],
    [{ draft: inCase('reply_all', 'newer'), drop }],
  );
  expect([answer?.draft.text, comment?.draft.mode, rest]).toEqual(['newer', 'comment', []]);
  expect(shown.map((one) => one.drop !== undefined)).toEqual([true, true, false]);
  expect(shown.map(({ isKept }) => isKept)).toEqual([true, false, true]);
});

test('of what is not saved yet the server may have some as long as nobody knows what it has', () => {
  const drop = () => Promise.resolve(false);
  const [only, ...rest] = withUnsaved(undefined, [{ draft: draft('a', 'newer', 3), drop, writer: 'mine' }]);
  expect(only).toMatchObject({ draft: { version: 3 }, isKept: true, writer: 'mine' });
  expect(rest).toEqual([]);
});
