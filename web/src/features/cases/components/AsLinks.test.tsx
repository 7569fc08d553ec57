import { expect, test } from 'vitest';
import type { Case, Message } from '@/lib/api/types';
import { mayHelp } from './AsLinks';

const file = { index: 1, name: 'a.pdf', media_type: 'application/pdf', size_octets: 9, is_mail: false };
const mail = (inline: boolean) =>
  ({ direction: 'sent', outbox_id: '7', attachments: [{ ...file, inline }] }) as unknown as Message;
const entry = (links_may_help: boolean) =>
  ({
    direction: 'comment',
    outbox_id: '7',
    attachments: [],
    failure: { class: 'too-large', links_may_help },
  }) as unknown as Message;
const shown = (...messages: Message[]) => ({ messages }) as unknown as Case;

test('links help a mail that was refused for files that it need not contain', () => {
  expect(mayHelp(shown(mail(false), entry(true)), entry(true))).toBe(true);
});

test('a picture of the text cannot be a link, and no link helps a wrong address', () => {
  expect(mayHelp(shown(mail(true), entry(true)), entry(true))).toBe(false);
  expect(mayHelp(shown(mail(false), entry(false)), entry(false))).toBe(false);
  expect(mayHelp(shown(mail(false)), { ...entry(true), failure: null })).toBe(false);
});
