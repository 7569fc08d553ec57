import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { MailFrame } from './MailFrame';

const source = (remote: 'block' | 'allow') => `/api/v1/cases/1/messages/2/html?remote=${remote}`;
const frame = () => screen.getByTitle('The mail as it was designed') as HTMLIFrameElement;

test('the frame runs no script, shares no origin and submits nothing', () => {
  show(<MailFrame source={source} remoteBlocked={0} />);
  const sandbox = frame().getAttribute('sandbox')?.split(' ');
  expect(sandbox).toEqual(['allow-popups', 'allow-popups-to-escape-sandbox']);
  expect(frame().getAttribute('srcdoc')).toBeNull();
  expect(frame().getAttribute('referrerpolicy')).toBe('no-referrer');
});

test('remote pictures wait until they are asked for', () => {
  show(<MailFrame source={source} remoteBlocked={3} />);
  expect(frame().getAttribute('src')).toContain('remote=block');
  expect(screen.getByText(/3 remote pictures are not fetched/)).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Show pictures' }));
  expect(frame().getAttribute('src')).toContain('remote=allow');
  expect(screen.getByRole('status').textContent).toBe('Remote pictures are shown.');
});

test('nothing is offered when no picture was left out', () => {
  show(<MailFrame source={source} remoteBlocked={0} />);
  expect(screen.queryByRole('button')).toBeNull();
});
