import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { DomainReport, ReportedSource, SenderDomainReports } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Figures } from './Figures';

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
const report = (reporter: string, proved: boolean) =>
  ({
    kind: 'dmarc',
    intake_id: reporter,
    reporter,
    sent_from: `${reporter}.example`,
    proved,
    begins_at: '2026-03-01T00:00:00Z',
    counted: 9,
    good: 9,
  }) as unknown as DomainReport;
const figures = { dmarc_reports: 0, tls_reports: 0, days: [], tls_days: [], tls_outcomes: [] };
const DAYS = [{ day: '2026-03-01', counted: 9, good: 9 }];
const all = (over: Partial<SenderDomainReports>) =>
  ({
    ...figures,
    first_day: '2026-02-28',
    last_day: '2026-03-02',
    dmarc_reports: 1,
    days: DAYS,
    sources: [KNOWN],
    newest: [report('known', true)],
    unproved: figures,
    ...over,
  }) as unknown as SenderDomainReports;
const names = () => screen.getAllByRole('heading', { level: 3 }).map((heading) => heading.textContent);
const titles = () => screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent);

test('sources that nobody vouches for are hidden until somebody asks for them', () => {
  const unproved = { ...figures, dmarc_reports: 1, days: DAYS };
  const newest = [report('known', true), report('stranger', false)];
  show(<Figures reports={all({ sources: [KNOWN, HEARSAY], newest, unproved })} />);
  expect(names()).toHaveLength(1);
  const [before, headed] = [names(), titles()];
  const asks = screen.getByRole('switch');
  expect((asks as HTMLInputElement).checked).toBe(false);
  expect(screen.queryByText('stranger')).toBeNull();
  fireEvent.click(asks);
  expect(names()).toHaveLength(2);
  expect(screen.getByText(/hearsay\.example/)).toBeDefined();
  expect(screen.getByText('stranger')).toBeDefined();
  expect(titles()).toHaveLength(headed.length + 1);
  fireEvent.click(asks);
  expect(names()).toEqual(before);
  expect(titles()).toEqual(headed);
  expect(screen.queryByText(/hearsay\.example/)).toBeNull();
});

test('figures on TLS that nobody vouches for are hidden until somebody asks for them, and marked', () => {
  const tls_outcomes = [{ outcome: 'success', mx: '', sessions: 9, last_day: '2026-03-01', words: '' }];
  const unproved = { ...figures, tls_reports: 1, tls_days: DAYS, tls_outcomes };
  show(<Figures reports={all({ unproved } as Partial<SenderDomainReports>)} />);
  const before = titles();
  fireEvent.click(screen.getByRole('switch'));
  const added = titles().filter((title) => !before.includes(title));
  expect(added).toHaveLength(2);
  for (const title of added) expect(title).toContain('sender is not proved');
});

test('where everything is vouched for there is nothing to switch', () => {
  show(<Figures reports={all({})} />);
  expect(screen.queryByRole('switch')).toBeNull();
});
