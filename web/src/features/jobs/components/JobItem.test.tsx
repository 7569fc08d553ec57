import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
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
  planned_at: null,
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

test('a job whose mails wait for their time is planned and not done, and all of them can be taken back', async () => {
  const asked: string[] = [];
  vi.stubGlobal(
    'fetch',
    vi.fn(async (request: Request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return Response.json({ ...JOB, id: '8', kind: 'mails_take_back' });
    }),
  );
  const planned = {
    ...JOB,
    kind: 'cases_reply',
    done: 3,
    failed: 0,
    failures: [],
    planned_at: '2999-03-02T08:00:00Z',
  } as unknown as Job;
  show(
    <ConfirmProvider>
      <JobItem job={planned} />
    </ConfirmProvider>,
  );
  expect(screen.getByText(/^Planned: will be sent .*2999.* \(3 of 3\)$/)).toBeDefined();
  expect(screen.queryByText(/^Finished/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Take all back' }));
  expect(await screen.findByText('Take back the mails that are still planned?')).toBeDefined();
  const buttons = screen.getAllByRole('button', { name: 'Take all back' });
  fireEvent.click(buttons.at(-1) as HTMLElement);
  await vi.waitFor(() => expect(asked).toContain('POST /api/v1/jobs/7/take-back'));
});

test('once their time has come the job is done', () => {
  answers([]);
  show(<JobItem job={{ ...JOB, failed: 0, failures: [], planned_at: '2026-03-02T08:00:00Z' }} />);
  expect(screen.getByText(/^Finished/)).toBeDefined();
  expect(screen.queryByRole('button', { name: 'Take all back' })).toBeNull();
});

test('of a job that was stopped while it planned mails it is said that it was, and that the others are not written', () => {
  answers([]);
  const stopped = {
    ...JOB,
    kind: 'cases_reply',
    state: 'cancelled',
    failed: 0,
    failures: [],
    planned_at: '2999-03-02T08:00:00Z',
  } as unknown as Job;
  show(<JobItem job={stopped} />);
  const told = /^Stopped after 2 of 3\. These are planned, .*2999.*; the others are not written\.$/;
  expect(screen.getByText(told)).toBeDefined();
  expect(screen.getByRole('button', { name: 'Take all back' })).toBeDefined();
});
