import { expect, test } from 'vitest';
import type { Case, Message } from '@/lib/api/types';
import { mayHelp } from './AsLinks';

const file = { index: 1, name: 'a.pdf', media_type: 'application/pdf', size_octets: 9, is_mail: false };
const KARI = [{ name: null, address: 'kari@kunde.example' }];
const mail = (inline: boolean) =>
  ({
    id: '1',
    direction: 'sent',
    outbox_id: '7',
    attachments: [{ ...file, inline }],
    to: KARI,
    links: [],
  }) as unknown as Message;
const entry = (links_may_help: boolean) =>
  ({
    id: '2',
    direction: 'comment',
    outbox_id: '7',
    attachments: [],
    to: KARI,
    links: [],
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

test('what has gone with links since helps no more', () => {
  const since = (address: string) =>
    ({
      id: '3',
      direction: 'sent',
      outbox_id: '8',
      attachments: [],
      to: [{ name: null, address }],
      links: [{ id: '1' }],
    }) as unknown as Message;
  const went = shown(mail(false), entry(true), since('kari@kunde.example'));
  expect(mayHelp(went, entry(true))).toBe(false);
  const toAnother = shown(mail(false), entry(true), since('ola@kunde.example'));
  expect(mayHelp(toAnother, entry(true))).toBe(true);
});

test('an answer that the server does not have yet leaves the card standing', () => {
  const pending = { ...mail(false), id: 'pending-4', outbox_id: null } as Message;
  expect(mayHelp(shown(mail(false), entry(true), pending), entry(true))).toBe(true);
  const withLinks = { ...pending, links: [{ id: '1' }] } as unknown as Message;
  expect(mayHelp(shown(mail(false), entry(true), withLinks), entry(true))).toBe(false);
});
