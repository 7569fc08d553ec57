import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { SenderDomainReports } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Advice } from './ReportsPage';

const reports = (dmarc_reports: number) =>
  ({
    advice: 'too_few',
    dmarc_policy: 'none',
    reports_to: null,
    reach_us: true,
    unproved: { dmarc_reports, tls_reports: 0 },
  }) as unknown as SenderDomainReports;

test('reports that count for nothing are told of beside the advice', () => {
  show(<Advice reports={reports(3)} />);
  expect(screen.getByText(/3 reports came that do not count/)).toBeDefined();
});

test('where there are none nothing is said of them', () => {
  show(<Advice reports={reports(0)} />);
  expect(screen.queryByText(/do(es)? not count/)).toBeNull();
});
