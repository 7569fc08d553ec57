import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ReportedSource } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Sources } from './Sources';

const source = (network: string, host: string, proved_reporter: boolean) =>
  ({
    network,
    host,
    proved_reporter,
    standing: 'ours',
    mails: 40,
    proved: 40,
    addresses: 1,
    first_day: '2026-03-01',
    last_day: '2026-03-02',
    stopped: 0,
  }) as unknown as ReportedSource;
const KNOWN = source('192.0.2.0/24', 'mail.known.example', true);
const HEARSAY = source('198.51.100.0/24', 'mail.hearsay.example', false);
const names = () => screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent);

test('sources that nobody vouches for are hidden until somebody asks for them', () => {
  show(<Sources sources={[KNOWN, HEARSAY]} />);
  expect(names()).toHaveLength(1);
  const before = names();
  const all = screen.getByRole('switch');
  expect((all as HTMLInputElement).checked).toBe(false);
  fireEvent.click(all);
  expect(names()).toHaveLength(2);
  expect(screen.getByText(/hearsay\.example/)).toBeDefined();
  fireEvent.click(all);
  expect(names()).toEqual(before);
  expect(screen.queryByText(/hearsay\.example/)).toBeNull();
});

test('where everything is vouched for there is nothing to switch', () => {
  show(<Sources sources={[KNOWN]} />);
  expect(screen.queryByRole('switch')).toBeNull();
});
