import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Meaning } from '@/lib/api/types';
import { show } from '@/test/Render';
import { LastWords } from './LastWords';

const OURS = { by_server: false, class: 'host-down', of_relay: true } as Meaning;

test('a list has what happened in the language of the interface, and nothing of the log beside what it means', () => {
  const refused = 'cannot connect to `smtp.a.test:587`: the connection was refused; check the port';
  const { unmount } = show(<LastWords words={refused} meaning={OURS} held={null} brief />);
  expect(
    screen.getByText('The outgoing server is in trouble: smtp.a.test:587 refused the connection.'),
  ).toBeDefined();
  unmount();
  show(<LastWords words="the connection broke: os error 104" meaning={OURS} held={null} brief />);
  expect(screen.getByText('The outgoing server is in trouble')).toBeDefined();
  expect(screen.queryByText(/os error/)).toBeNull();
});

test('a server’s own words stand as it wrote them, and so do those of the log', () => {
  const { unmount } = show(
    <LastWords words="451 later" meaning={{ ...OURS, by_server: true }} held={null} brief />,
  );
  expect(screen.getByText('451 later')).toBeDefined();
  unmount();
  show(<LastWords words="the connection broke" meaning={OURS} held={null} />);
  expect(screen.getByText('the connection broke')).toBeDefined();
});
