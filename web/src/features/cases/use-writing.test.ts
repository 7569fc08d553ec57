import { expect, test } from 'vitest';
import { type FileState, ofText } from '@/components/files/use-files';
import type { Case } from '@/lib/api/types';
import { emptyDraft } from './draft';
import { blockedBy, limitOf, mailSize } from './use-writing';

const file = (key: number, size_octets: number, rest: Partial<FileState> = {}): FileState => ({
  key,
  slot: 'reply',
  name: `${key}.png`,
  size_octets,
  progress: 1,
  inline: false,
  upload: { id: String(key), name: `${key}.png`, media_type: 'image/png', size_octets },
  ...rest,
});
const shown = { messages: [] } as unknown as Case;

test('a picture counts and goes along while the text shows it', () => {
  const files = [file(1, 570), file(2, 5_700, { inline: true })];
  const html = '<div>Se <img src="cid:2"></div>';
  expect(ofText(files, html)).toHaveLength(2);
  expect(ofText(files, '<div>Se</div>').map(({ key }) => key)).toEqual([1]);
  const of = (written: string | null) => mailSize(files, shown, { ...emptyDraft('reply'), html: written });
  expect([of(html), of(null)]).toEqual([8_580, 780]);
});

test('a mail waits for its files, for what failed, and for its size', () => {
  const size = { octets: 10, max: 20 };
  expect(blockedBy([file(1, 5)], size)).toBeUndefined();
  expect(blockedBy([file(1, 5, { upload: undefined })], size)).toBe('reply.waitUpload');
  expect(blockedBy([file(1, 5, { upload: undefined, error: new Error() })], size)).toBe('reply.mendUpload');
  expect(blockedBy([file(1, 5)], { octets: 21, max: 20 })).toBe('problem.mail_too_large');
});

test('a mail is measured against its server where that takes less, and stopped by what no mail may be alone', () => {
  const size = { octets: 15, max: 20, announced: 10 };
  expect(limitOf(size)).toEqual({ max: 10, isServers: true });
  expect(blockedBy([], size)).toBeUndefined();
  expect(limitOf({ ...size, announced: 30 })).toEqual({ max: 20, isServers: false });
  expect(limitOf({ octets: 15, max: 20 })).toEqual({ max: 20, isServers: false });
});
