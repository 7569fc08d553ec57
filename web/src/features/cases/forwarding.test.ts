import { expect, test } from 'vitest';
import type { Case, Message } from '@/lib/api/types';
import { emptyDraft } from './draft';
import { beginning } from './forwarding';

const file = (index: number, inline: boolean) => ({ index, inline, name: `${index}.pdf`, size_octets: 1 });
const message = (id: string, direction: string, attachments: object[]) =>
  ({ id, direction, attachments }) as unknown as Message;
const shown = {
  messages: [
    message('1', 'in', [file(4, false)]),
    message('2', 'in', [file(1, false), file(2, true), file(3, false)]),
    message('3', 'comment', []),
  ],
} as unknown as Case;

test('a forward that nobody chose a message for takes the latest mail with its files', () => {
  const begin = beginning('forward', shown);
  expect(begin(emptyDraft('forward'))).toEqual({ message_id: '2', attachments: [1, 3] });
});

test('what was chosen stays as it is, and an answer takes no files', () => {
  const chosen = { ...emptyDraft('forward'), message_id: '1', attachments: [] };
  expect(beginning('forward', shown)(chosen)).toEqual({});
  expect(beginning('reply', shown)(emptyDraft('reply'))).toEqual({});
});
