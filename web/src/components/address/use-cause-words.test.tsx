import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { useCauseWords } from './use-cause-words';

type Cause = Parameters<ReturnType<typeof useCauseWords>>[0];

function Words({ of }: { of: Cause }) {
  return <p>{useCauseWords()(of)}</p>;
}

test('a complaint that a list tells of is called one, with the list as its source', () => {
  const of: Cause = { class: null, reason: 'imported', scope: 'mailings' };
  const { unmount } = show(<Words of={of} />);
  expect(screen.getByText('Reported as spam or unsubscribed (imported list)')).toBeDefined();
  unmount();
  const both = show(<Words of={{ ...of, scope: 'all', complained_at: '2026-01-01T10:00:00Z' }} />);
  expect(
    screen.getByText('From an imported list, and reported as spam or unsubscribed'),
    'what blocks all mail is named',
  ).toBeDefined();
  both.unmount();
  show(<Words of={{ ...of, scope: 'all', complained_at: null }} />);
  expect(screen.getByText('From an imported list')).toBeDefined();
});
