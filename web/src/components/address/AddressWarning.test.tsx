import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { AddressWarning } from '@/lib/api/types';
import { show } from '@/test/Render';
import { AddressSign, WithSigns } from './AddressWarning';

const WARNING: AddressWarning = {
  address: 'kari@a.no',
  scope: 'all',
  reason: 'returned',
  blocked_at: '2026-03-01T10:00:00Z',
  returns: 1,
  last_return_at: '2026-03-01T10:00:00Z',
  class: 'mailbox-unknown',
  fault: 'address',
  trial: null,
  words: '550 no such user',
};

test('the sign says why an address is blocked to whoever cannot point at it', () => {
  show(<AddressSign warning={WARNING} />);
  const sign = screen.getByRole('button');
  expect(sign.getAttribute('aria-label')).toMatch(/^No mail is sent to kari@a\.no since .*2026: /);
});

test('mail that came back without a block is counted', () => {
  const returned = { ...WARNING, scope: null, reason: null, blocked_at: null, returns: 3 };
  show(<WithSigns warnings={[returned]}>kari@a.no</WithSigns>);
  expect(screen.getByRole('button').getAttribute('aria-label')).toMatch(/^3 mails to kari@a\.no came back/);
});

test('where all is well there is no sign', () => {
  show(<WithSigns warnings={[]}>kari@a.no</WithSigns>);
  expect(screen.queryByRole('button')).toBeNull();
});

test.each([
  ['waits', 'all', /blocked \(.*\) and on trial: the next mail is sent there/],
  ['waits', 'mailings', /the next mailing is sent there.* Other mail is sent\.$/],
  ['tried', 'all', /a mail tries it\. Until the trial is over, mailings skip it and other mail is sent/],
  ['tried', 'mailings', /^Mailings skip kari@a\.no .* until its trial is over\. Other mail is sent/],
] as const)('a trial that %s, of a block of %s, says which mail goes out', (trial, scope, said) => {
  show(<AddressSign warning={{ ...WARNING, trial, scope }} />);
  expect(screen.getByRole('button').getAttribute('aria-label')).toMatch(said);
});
