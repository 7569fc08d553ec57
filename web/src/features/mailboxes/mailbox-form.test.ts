import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { Mailbox, ServerCandidate } from '@/lib/api/types';
import {
  faultsOf,
  holdsServer,
  inputOf,
  usualPort,
  valuesOf,
  withServer,
  withUsualPort,
} from './mailbox-form';

test('the port follows protocol and encryption until it is chosen by hand', () => {
  const values = valuesOf(null, 'nb');
  expect(values.port).toBe(993);
  expect(withUsualPort(values, { security: 'starttls' })).toEqual({ security: 'starttls', port: 143 });
  expect(withUsualPort(values, { protocol: 'pop3' })).toEqual({ protocol: 'pop3', port: 995 });
  expect(withUsualPort({ ...values, port: 1993 }, { security: 'starttls' })).toEqual({
    security: 'starttls',
  });
  expect(usualPort('smtp', 'none')).toBe(25);
});

test('an empty password is not sent, so that the stored one stays', () => {
  const values = { ...valuesOf(null, 'nb'), address: ' a@example.no ', host: 'imap.example.no' };
  expect(inputOf(values)).not.toHaveProperty('password');
  expect(inputOf(values).address).toBe('a@example.no');
  expect(inputOf({ ...values, password: 'x' }).password).toBe('x');
});

test('a mailbox that we receive for ourselves has no server', () => {
  const input = inputOf({ ...valuesOf(null, 'sv'), protocol: 'smtp', host: 'old.example.no', password: 'x' });
  expect(input).not.toHaveProperty('host');
  expect(input).not.toHaveProperty('password');
  expect(input.language).toBe('sv');
});

test('a server that was found fills its own fields and no others', () => {
  const server = {
    service: 'pop3',
    host: 'pop.example.no',
    port: 995,
    security: 'tls',
    username: 'kari',
  } as ServerCandidate;
  const before = { ...valuesOf(null, 'nb'), password: 'x', folder: 'Kunder' };
  const after = { ...before, ...withServer(server) };
  expect(after).toMatchObject({ protocol: 'pop3', host: 'pop.example.no', port: 995, username: 'kari' });
  expect([after.password, after.folder]).toEqual(['x', 'Kunder']);
  // A server with passwords takes the application away that belonged to another.
  expect({ ...before, oauth_application_id: '7', ...withServer(server) }.oauth_application_id).toBeNull();
  expect(holdsServer(before, server)).toBe(false);
  expect(holdsServer(after, server)).toBe(true);
  expect(holdsServer({ ...after, port: 1995 }, server)).toBe(false);
});

test('a new mailbox says nothing of what lies on its server until somebody chooses', () => {
  const untouched = JSON.parse(JSON.stringify(inputOf(valuesOf(null, 'nb'))));
  expect(untouched).not.toHaveProperty('history');
  expect(untouched).not.toHaveProperty('import_from');
  const chosen = inputOf({ ...valuesOf(null, 'nb'), history: 'none', import_from: null });
  expect([chosen.history, chosen.import_from]).toEqual(['none', null]);
  const kept = { import_from: null } as Mailbox;
  expect(inputOf(valuesOf(kept, 'nb')).import_from).toBeNull();
});

test('a stored password is asked for again where it may not go', () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const mailbox = {
    protocol: 'imap',
    host: 'imap.a.no',
    port: 993,
    username: 'kari',
    security: 'tls',
    has_password: true,
  } as Mailbox;
  const { host, port, username, security } = mailbox;
  const kept = { ...valuesOf(null, 'nb'), address: 'a@example.no', host, port, username, security };
  expect(faultsOf(kept, mailbox, t).password).toBeUndefined();
  const moved = { ...kept, host: 'imap.b.no' };
  expect(faultsOf(moved, mailbox, t).password).toBe('problem.mailbox.password_again');
  expect(faultsOf({ ...kept, security: 'none' }, mailbox, t).password).toBe('problem.mailbox.password_again');
  expect(faultsOf({ ...kept, protocol: 'pop3' }, mailbox, t).password).toBe('problem.mailbox.password_again');
  expect(faultsOf({ ...moved, password: 'new' }, mailbox, t).password).toBeUndefined();
  expect(faultsOf(moved, null, t).password).toBeUndefined();
});
