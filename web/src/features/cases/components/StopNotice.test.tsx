import { screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { StopNotice } from './StopNotice';

afterEach(() => vi.unstubAllGlobals());

test('whoever writes a mail while all mail is stopped is told that it will wait, and why', async () => {
  const stop = { by_operator: false, user_name: 'Ada', at: '2026-01-01T10:00:00Z', why: 'wrong price' };
  vi.stubGlobal('fetch', async () => Response.json({ rows: [stop] }));
  show(<StopNotice />);
  expect((await screen.findByRole('status')).textContent).toContain('wrong price');
});
