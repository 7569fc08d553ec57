import { expect, test } from 'vitest';
import type { Case } from '@/lib/api/types';
import { sessionWith } from '@/test/Render';
import { PENDING, withPending } from './send-reply';

const shown = {
  id: '1',
  title: 'Order 20418',
  status: 'open',
  customer_address: 'ola@example.no',
  mailbox_address: 'post@example.no',
  messages: [],
} as unknown as Case;
const { user } = sessionWith();

test('an answer stands in the conversation before the server has it', () => {
  const reply = { text: 'Hei', status: 'waiting' as const };
  const after = withPending(shown, { reply, files: [] }, user);
  const [message] = after.messages;
  expect(after.status).toBe('waiting');
  expect(message?.id.startsWith(PENDING)).toBe(true);
  expect(message).toMatchObject({ direction: 'sent', text: 'Hei', author_name: user.name });
  expect(message?.to).toEqual([{ name: null, address: 'ola@example.no' }]);
  expect(shown.messages).toEqual([]);
});

test('recipients chosen by hand and files are shown with it', () => {
  const file = { id: '9', name: 'a.pdf', media_type: 'application/pdf', size_octets: 10 };
  const reply = { text: 'Hei', to: ['x@example.no'], cc: ['y@example.no'] };
  const [message] = withPending(shown, { reply, files: [file] }, user).messages;
  expect(message?.to[0]?.address).toBe('x@example.no');
  expect(message?.cc[0]?.address).toBe('y@example.no');
  expect(message?.attachments[0]).toMatchObject({ index: 0, name: 'a.pdf', inline: false });
});
