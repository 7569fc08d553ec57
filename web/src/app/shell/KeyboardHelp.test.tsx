import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { KeyboardHelp } from './KeyboardHelp';

test('the list of keys promises nobody a place that he does not have', async () => {
  show(<KeyboardHelp opened onClose={() => undefined} />, 'cases_all');
  expect(await screen.findByText('Write a new mail')).toBeDefined();
  expect(screen.queryByText('Go to settings')).toBeNull();
});

test('whoever has settings is told how to get there', async () => {
  show(<KeyboardHelp opened onClose={() => undefined} />, 'users');
  expect(await screen.findByText('Go to settings')).toBeDefined();
  expect(screen.queryByText('Write a new mail')).toBeNull();
});
