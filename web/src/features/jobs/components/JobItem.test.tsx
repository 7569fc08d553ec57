import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Job } from '@/lib/api/types';
import { offerWayBack } from '@/lib/mail/ways-back';
import { show } from '@/test/Render';
import { JobItem } from './JobItem';

const JOB = {
  id: '7',
  kind: 'persons_import',
  state: 'done',
  total: 3,
  done: 2,
  failed: 1,
  cut: false,
  cancel_requested: false,
  created_at: '2026-03-01T10:00:00Z',
  finished_at: '2026-03-01T10:01:00Z',
  failures: [{ id: '1', code: 'contact.no_address', detail: 'x' }],
} as unknown as Job;

const answers = (rows: unknown[]) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(() => Promise.resolve(Response.json({ rows }))),
  );

afterEach(() => vi.unstubAllGlobals());

test('the rows that an import refused are to be had after its drawer is closed', async () => {
  answers([{ id: '9', refused: 1, to_look_at: 0, job: { id: '7' } }]);
  show(<JobItem job={JOB} />);
  const link = await screen.findByRole('link', { name: /refused|avvist/i });
  expect(link.getAttribute('href')).toBe('/api/v1/persons/imports/9/refused');
});

test('the rows of another import are not', async () => {
  answers([{ id: '9', refused: 1, to_look_at: 0, job: { id: '8' } }]);
  show(<JobItem job={JOB} />);
  await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
  expect(screen.queryByRole('link')).toBeNull();
});

test('a job that sends what was written here is stopped the way on which that comes back', async () => {
  answers([]);
  let isOver = () => {};
  const takeBack = vi.fn(
    () =>
      new Promise<void>((resolve) => {
        isOver = resolve;
      }),
  );
  offerWayBack('7', takeBack);
  show(
    <JobItem
      job={{ ...JOB, kind: 'cases_reply', state: 'waiting', failed: 0, failures: [], finished_at: null }}
    />,
  );
  const stop = screen.getByRole('button', { name: /^Stop/ });
  fireEvent.click(stop);
  expect(takeBack).toHaveBeenCalledTimes(1);
  expect(fetch).not.toHaveBeenCalled();
  isOver();
  await vi.waitFor(() => expect(stop).toHaveProperty('disabled', false));
});
