import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { Job } from '@/lib/api/types';
import { show } from '@/test/Render';
import { useJobNews } from './use-job-news';

const JOB = {
  id: '7',
  kind: 'addresses_clear',
  state: 'running',
  total: 3,
  done: 1,
  failed: 0,
  finished_at: null,
  can_undo: false,
  planned_at: null,
} as unknown as Job;
const OVER = { ...JOB, state: 'done', done: 3, finished_at: '2026-03-01T10:01:00Z' } as unknown as Job;

/** A tray whose job ends at a press. */
function Tray({ over }: { over: Job }) {
  const [jobs, setJobs] = useState([JOB]);
  useJobNews(jobs);
  return (
    <button type="button" onClick={() => setJobs([over])}>
      End
    </button>
  );
}

function shown(over: Job) {
  show(
    <>
      <Notifications />
      <Tray over={over} />
    </>,
    'outbox',
  );
  fireEvent.click(screen.getByRole('button', { name: 'End' }));
}

afterEach(() => vi.unstubAllGlobals());

test('a job that cleared addresses is taken back from the message that it is over', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    asked.push(`${request.method} ${pathname}${search}`);
    return Response.json({ ...JOB, id: '8', kind: 'addresses_block_again' }, { status: 202 });
  });
  shown({ ...OVER, can_undo: true });
  expect(await screen.findByText('Lifting blocks: Finished: 3 of 3')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(asked).toEqual(['POST /api/v1/blocked-addresses/block-again/matching?job=7']));
  expect(await screen.findByText(/^It is being undone\./)).toBeDefined();
});

test('the message of one that cannot be taken back offers nothing', async () => {
  shown({ ...OVER, id: '7' });
  expect(await screen.findAllByText('Lifting blocks: Finished: 3 of 3')).not.toEqual([]);
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

test('of one that was stopped before anything was done it is not said that something stays done', async () => {
  const stopped = { ...OVER, state: 'cancelled', done: 0 } as unknown as Job;
  shown(stopped);
  expect(await screen.findByText('Lifting blocks: Stopped before anything was done.')).toBeDefined();
});
