import { expect, test } from 'vitest';
import type { Detection, ServerCandidate } from '@/lib/api/types';
import { candidatesFor } from './use-detection';

const server = (service: ServerCandidate['service'], host: string) => ({ service, host }) as ServerCandidate;

test('servers come by service, in the order of the services and then of the answer', () => {
  const found = {
    address: 'a@example.no',
    asked: [],
    candidates: [
      server('pop3', 'pop.a'),
      server('imap', 'imap.a'),
      server('smtp', 'smtp.a'),
      server('imap', 'imap.b'),
    ],
  } as Detection;
  const hosts = (services: ServerCandidate['service'][]) =>
    candidatesFor(found, services).map(({ host }) => host);
  expect(hosts(['imap', 'pop3'])).toEqual(['imap.a', 'imap.b', 'pop.a']);
  expect(hosts(['smtp'])).toEqual(['smtp.a']);
});
