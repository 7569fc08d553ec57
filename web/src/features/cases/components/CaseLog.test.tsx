import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { CaseLogEntry } from '@/lib/api/types';
import { show } from '@/test/Render';
import { CaseLog } from './CaseLog';

const entry = (failed?: string, blocked?: string) =>
  ({
    at: '2026-11-29T20:00:00Z',
    what: 'noted',
    user_name: null,
    params: { to: 'kari@kunde.example', ...(failed && { failed }), ...(blocked && { blocked }) },
  }) as unknown as CaseLogEntry;

test('a mail that did not arrive is told with what was wrong', () => {
  show(<CaseLog entries={[entry(), entry('mailbox-unknown'), entry('held_back'), entry('unknown')]} />);
  const told = screen.getAllByRole('listitem').map((one) => one.querySelector('span')?.textContent);
  expect(told).toEqual([
    'The mail to kari@kunde.example did not arrive',
    'The mail to kari@kunde.example did not arrive: The address is blocked, so it was not tried',
    'The mail to kari@kunde.example did not arrive: Unknown recipient',
    'Posthus noted what becomes of the mail to kari@kunde.example',
  ]);
});

test('that the address is blocked from then on is told with the mail that blocked it', () => {
  show(<CaseLog entries={[entry('mailbox-full', 'all'), entry('refused-by-recipient', 'mailings')]} />);
  const told = screen.getAllByRole('listitem').map((one) => one.querySelector('span')?.textContent);
  expect(told[1]).toMatch(
    /^The mail to kari@kunde.example did not arrive: .+\. The address is blocked from now on$/,
  );
  expect(told[0]).toMatch(/\. The address is blocked for mailings from now on$/);
});

test('whom the log does not name of a mail is counted, so that nobody seems to be left out', () => {
  const params = { to: 'a@k.example, b@k.example, c@k.example', more: '1' };
  const entries = [{ at: '2026-11-29T20:00:00Z', what: 'replied', user_name: null, params }];
  show(<CaseLog entries={entries as unknown as CaseLogEntry[]} />);
  expect(screen.getByText(/a@k\.example, b@k\.example, c@k\.example and 1 more$/)).toBeDefined();
});
