import i18n from 'i18next';
import { expect, test } from 'vitest';
import { ApiProblem, problemFrom } from '@/lib/api/problem';
import { problemText } from './problem-text';

const textOf = (error: unknown) => problemText(error, i18n.t);

test('a known code is told in the reader’s words, with its values', () => {
  const throttled = problemFrom(
    { status: 429 },
    { code: 'sign_in_throttled', detail: 'wait', params: { retry_after_s: '130' } },
  );
  expect(textOf(throttled)).toEqual({ sentence: 'Too many attempts. Wait 3 minutes, then try again.' });
  const taken = problemFrom({ status: 409 }, { code: 'mailbox.address_taken', detail: 'x' });
  expect(textOf(taken).sentence).toBe('There is already a mailbox with this address.');
});

test('an unknown code is told by its status, with the server’s words, and never shown itself', () => {
  const odd = problemFrom({ status: 422 }, { code: 'orbit.too_low', detail: 'the orbit is too low; climb' });
  expect(textOf(odd)).toEqual({
    sentence: 'Something in the form is not right.',
    words: 'the orbit is too low; climb',
  });
  expect(textOf(problemFrom({ status: 502 }, '<html>')).sentence).toMatch(/cannot do this just now/);
  expect(textOf(new Error('boom')).sentence).toMatch(/Something went wrong/);
});

test('who changed something meanwhile is named, and is somebody where nobody knows', () => {
  const code = 'transport.changed_meanwhile';
  const at = '2026-09-21T14:13:20.123Z';
  const told = (params: Record<string, string>) =>
    textOf(problemFrom({ status: 409 }, { code, detail: 'x', params: { version: '9', at, ...params } }))
      .sentence;
  expect(told({ by: 'Ada' })).toMatch(/^The server was changed by Ada \(21 September 2026/);
  expect(told({})).toMatch(/^The server was changed by somebody \(/);
});

test('who stopped mail to a domain is somebody where nobody is named, and the domain is in its letters', () => {
  const told = (code: string, user?: string) => {
    const params = {
      domain: 'xn--blbr-roah.no',
      why: 'wrong price',
      ...(user === undefined ? {} : { user }),
    };
    return textOf(problemFrom({ status: 409 }, { code, detail: 'x', params })).sentence;
  };
  expect(told('held_destination.stands', 'Ada')).toMatch(
    /^Mail to blåbær.no was stopped already, by Ada: “wrong price”/,
  );
  expect(told('held_destination.stands')).toMatch(/, by somebody: /);
  expect(told('sending_stop.stands', '')).toMatch(/, by somebody: /);
  expect(told('held_destination.stands_of_operator')).toMatch(/^Whoever runs Posthus has stopped mail to/);
});

test('no connection is not an error of the server', () => {
  expect(textOf(new ApiProblem({ status: 0, code: 'offline', detail: '' })).sentence).toMatch(
    /No connection/,
  );
});

test('one that is in use by one is told of one, and a provider’s code is told in words', () => {
  const used = (users: string) =>
    textOf(problemFrom({ status: 409 }, { code: 'oauth.application_in_use', detail: 'x', params: { users } }))
      .sentence;
  expect(used('1')).toMatch(/^1 mailbox or server signs in/);
  expect(used('3')).toMatch(/^3 mailboxes or servers sign in/);
  const denied = { code: 'oauth.denied', detail: 'x', params: { words: 'access_denied' } };
  expect(textOf(problemFrom({ status: 409 }, denied)).sentence).toMatch(/said no: the sign-in was cancelled/);
});

test('until when something holds is told as the reader writes it', () => {
  const params = { until: '2026-09-21T14:13:20.123Z' };
  const code = 'sender_domain.sts_remembered';
  const told = textOf(problemFrom({ status: 409 }, { code, detail: 'x', params })).sentence;
  expect(told).toMatch(/policy until 21 September 2026/);
  expect(told).not.toContain('T14');
});
