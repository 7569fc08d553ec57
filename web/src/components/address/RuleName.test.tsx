import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { RuleName } from './RuleName';

test('a rule is read by what it says, and its id stands in the tooltip', () => {
  show(<RuleName rule="google-no-such-user" of="mailbox-unknown" rules="providers/2" within />);
  const name = screen.getByText('rule “Unknown recipient”');
  expect(name.title).toBe('google-no-such-user (providers/2)');
  expect(document.body.textContent).not.toContain('google-no-such-user');
});

test('a rule of the own is said to be one', () => {
  show(<RuleName rule="own-17" of="mailbox-full" within />);
  expect(screen.getByText('The mailbox is full (a rule of your own)').title).toBe('own-17');
});

test('what is of no class that is known has an unknown cause', () => {
  show(<RuleName rule="of-another-version" of="some-new-class" />);
  expect(screen.getByText('Unknown cause')).toBeDefined();
});
