import { notifications } from '@mantine/notifications';
import { act, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { Toasts } from './Providers';

afterEach(() => {
  act(() => notifications.clean());
  vi.unstubAllGlobals();
});

test('on a phone what was done is told one at a time', async () => {
  const matches = { matches: true, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => matches);
  show(<Toasts />);
  act(() => {
    notifications.show({ message: 'First' });
    notifications.show({ message: 'Second' });
  });
  await screen.findByText('First');
  expect(screen.queryByText('Second')).toBeNull();
});
