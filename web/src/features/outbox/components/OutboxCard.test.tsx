import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Outbox } from '@/lib/api/types';
import { show } from '@/test/Render';
import { OutboxCard } from './OutboxCard';

const MAIL = {
  state: 'queued',
  recipients: ['kari@customer.test', 'per@customer.test'],
  subject: 'An offer',
  created_at: '2026-01-01T10:00:00Z',
  goes_at: '2026-01-01T10:20:00Z',
  last_words: 'come back later',
  meaning: null,
  held_back: null,
  held_at: null,
  held_for: [],
  planned_at: null,
  deleted_at: null,
  attempts: 1,
  failed_recipients: 0,
} as unknown as Outbox;

test('on a phone a mail that waits says what was said last, and when it is tried next', () => {
  show(<OutboxCard mail={MAIL} allStopped={false} />);
  expect(screen.getByText('come back later')).toBeDefined();
  expect(screen.getByText('Waiting')).toBeDefined();
  expect(screen.getByText(/Next try/)).toBeDefined();
});

test('a mail that failed for some of its recipients and waits for others says both', () => {
  show(<OutboxCard mail={{ ...MAIL, failed_recipients: 1 }} allStopped={false} />);
  expect(screen.getByText('Waiting, failed for 1')).toBeDefined();
});

test('while mail to its domain is stopped no time is promised', () => {
  const mail = { ...MAIL, held_for: ['customer.test'], goes_at: null };
  show(<OutboxCard mail={mail} allStopped={false} />);
  expect(screen.getAllByText(/Stopped/)).toHaveLength(2);
  expect(screen.getByTitle('Mail to customer.test is stopped')).toBeDefined();
});

test('while all mail is stopped no time is promised', () => {
  show(<OutboxCard mail={MAIL} allStopped />);
  expect(screen.getByText(/Stopped/)).toBeDefined();
});

test('a failed mail in whose place another went is no failure any more', () => {
  show(<OutboxCard mail={{ ...MAIL, state: 'failed', sent_anew: true }} allStopped={false} />);
  expect(screen.getByText('Sent again')).toBeDefined();
  expect(screen.queryByText('Failed')).toBeNull();
});

test('a mail that failed for some and reached the others says for how many', () => {
  show(<OutboxCard mail={{ ...MAIL, state: 'failed', failed_recipients: 1 }} allStopped={false} />);
  expect(screen.getByText('Failed for 1 of 2')).toBeDefined();
});

test('of mail that is to be sent later it is said when it goes, and not that it is tried', () => {
  const planned = {
    ...MAIL,
    attempts: 0,
    planned_at: '2090-01-01T10:20:00Z',
    goes_at: '2090-01-01T10:20:00Z',
  };
  show(<OutboxCard mail={planned} allStopped={false} />);
  expect(screen.getByText(/^Will be sent in/)).toBeDefined();
  expect(screen.queryByText(/Next try/)).toBeNull();
});
