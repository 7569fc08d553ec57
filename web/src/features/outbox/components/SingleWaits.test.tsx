import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { SingleWaits } from './SingleWaits';

test('half and nearly all of the single mail of an hour and of a day are told with their times', () => {
  const hour = { mails: 1, median_ms: 40, p99_ms: 40 };
  const day = { mails: 1000, median_ms: 1500, p99_ms: 600_000 };
  show(<SingleWaits single={{ hour, day }} />);
  expect(screen.getByText('half within 40 ms, 99 in 100 within 40 ms (1 mail)')).toBeDefined();
  expect(screen.getByText(/half within 1\.5 s, 99 in 100 within 10 min.* \(1,000 mails\)/)).toBeDefined();
});

test('where no single mail was tried of late that is said', () => {
  show(<SingleWaits single={{ hour: null, day: null }} />);
  expect(screen.getAllByText('none')).toHaveLength(2);
});
