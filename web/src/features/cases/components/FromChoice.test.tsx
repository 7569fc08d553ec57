import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { MailSender, SenderCheck } from '@/lib/api/types';
import { show } from '@/test/Render';
import { FromChoice } from './FromChoice';

const place = vi.hoisted(() => ({ because: 'mailbox', offered: [] as unknown[], way: null as unknown }));

vi.mock('../api/mail-senders', () => ({
  useMailSenders: () => ({
    data: { usual: { kind: 'mailbox' }, because: place.because, offered: place.offered },
  }),
}));
vi.mock('@/lib/requests/sender-check', () => ({
  useSenderCheck: (address: string) => ({ address, points: [], rewritten_from: null, way: place.way }),
  useSenderChecks: () => [],
}));

const press: MailSender = {
  from: { kind: 'shared', id: '3' },
  address: 'presse@acme.no',
  name: 'Presse',
  own_server: false,
};

beforeEach(() => {
  place.offered = [];
  place.way = null;
});

const open = (isGone = false) =>
  show(
    <FromChoice
      mailbox="Post <post@acme.no>"
      isGone={isGone}
      from={null}
      template_id={null}
      onChoose={vi.fn()}
    />,
    'cases_all',
  );

test('why it is from the mailbox is said also where there is no other sender', () => {
  open();
  expect(screen.getByText(/Post <post@acme.no>, because the case belongs to this mailbox/)).toBeDefined();
  expect(screen.queryByRole('button')).toBeNull();
});

const ways: [NonNullable<SenderCheck['way']>, RegExp][] = [
  [{ kind: 'relay', because: 'user', server: 'smtp.own.no' }, /smtp\.own\.no, as you have set for your own/],
  [{ kind: 'relay', because: 'domain', server: 'smtp.acme.no' }, /smtp\.acme\.no, as set for acme\.no/],
  [{ kind: 'relay', because: 'organisation', server: 'smtp.org.no' }, /smtp\.org\.no, .*the organisation/],
  [{ kind: 'direct', because: 'installation', server: null }, /straight to the recipients.*installation/],
];

test.each(ways)('the way that it will take is said, and whose choice it is: %o', (way, words) => {
  place.way = way;
  open();
  expect(screen.queryByText(words)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show all (2)' }));
  expect(screen.getByText(words)).toBeDefined();
});

test('of a server of one’s own it is said where failures go that it reports later', () => {
  place.way = { kind: 'relay', because: 'user', server: 'smtp.own.no' };
  open();
  expect(screen.queryByText(/^A failure that your server reports later/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Show all (2)' }));
  expect(screen.getByText(/^A failure that your server reports later/)).toBeDefined();
});

test('from a mailbox that was deleted nothing is written, and another sender is asked for', () => {
  place.offered = [press];
  open(true);
  expect(screen.getByText(/was deleted: choose another sender/)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Change sender' })).toBeDefined();
});

test('whoever may write as nobody else is told whom to ask', () => {
  open(true);
  expect(screen.getByText(/may write as no other sender/)).toBeDefined();
});
