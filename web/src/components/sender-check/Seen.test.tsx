import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { SeenByReceiver } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Seen } from './Seen';

const seen: SeenByReceiver = {
  from: 'post@example.no',
  sights: [
    { aspect: 'spf', sighting: 'fails', level: 'warn' },
    { aspect: 'tls', sighting: 'passes', level: 'pass' },
  ],
  attempts: 40,
  plain: 0,
};

test('each thing that a receiver looks at stands with what he finds', () => {
  show(<Seen seen={seen} />);
  expect(screen.getByText(/takes mail from post@example.no/)).toBeDefined();
  expect(screen.getByText('The server is not among those that the domain lets send (SPF).')).toBeDefined();
  expect(screen.getByText('Encrypted up to the outgoing server.')).toBeDefined();
});

test('that mail went unencrypted of late is told with how it is encrypted', () => {
  show(<Seen seen={{ ...seen, plain: 3 }} />);
  expect(screen.getByText(/Of the last 40 attempts, 3 went unencrypted/)).toBeDefined();
});

test('of an address that nothing leaves from, that is said', () => {
  show(<Seen seen={{ ...seen, sights: [] }} />);
  expect(screen.getByText('No mail leaves from this address.')).toBeDefined();
});
