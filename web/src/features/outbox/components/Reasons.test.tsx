import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { OutboxReasons } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Reasons } from './Reasons';

const REASONS = {
  from_kind: 'mailbox',
  sender_because: null,
  transport: 'relay',
  way_because: 'organisation',
  way_from: null,
  way_taken: true,
  way_chosen_by_name: null,
  way_server: 'smtp.house.test',
} as unknown as OutboxReasons;

test('the way that a mail takes names its server', () => {
  show(<Reasons from="service@house.test" reasons={REASONS} />);
  expect(screen.getByText(/Through an outgoing server \(smtp\.house\.test\)\./)).toBeDefined();
});

test('where no server is known none is named', () => {
  show(<Reasons from="service@house.test" reasons={{ ...REASONS, way_server: null }} />);
  expect(screen.getByText(/Through an outgoing server\./)).toBeDefined();
});
