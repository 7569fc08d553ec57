import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { ImportPersons } from './ImportPersons';

const row = (number: number, rest: object) => ({
  number,
  name: 'Kari',
  addresses: ['kari@a.no'],
  phone: '',
  company: '',
  problem: null,
  problem_address: null,
  checked: [],
  known: null,
  ...rest,
});
const PREVIEW = {
  form: 'csv',
  charset: 'utf-8',
  separator: 'semicolon',
  has_heading: true,
  columns: [
    { heading: 'Who', field: null, sample: 'Kari' },
    { heading: 'Mail', field: 'address', sample: 'kari@a.no' },
  ],
  rows: 3,
  refused: 1,
  known: 1,
  doubtful: 0,
  shown: [
    row(2, { known: { id: '1', name: 'Kari Nordmann' } }),
    row(3, { name: 'Ola', addresses: [], problem: 'contact.no_address' }),
  ],
};
const BEGUN = {
  id: '9',
  file_name: 'a.csv',
  created_at: '2026-03-01T10:00:00Z',
  job: null,
  waiting: 2,
  made: 0,
  changed: 0,
  kept: 0,
  refused: 0,
  to_look_at: 0,
};

afterEach(() => vi.unstubAllGlobals());

test('a file is shown with what is wrong, and taken in as it was set right', async () => {
  const asked: string[] = [];
  vi.stubGlobal(
    'fetch',
    vi.fn((request: Request) => {
      asked.push(request.url);
      return Promise.resolve(Response.json(request.url.includes('preview') ? PREVIEW : BEGUN));
    }),
  );
  show(<ImportPersons onClose={() => undefined} />);
  const input = document.querySelector('input[type=file]') as HTMLInputElement;
  fireEvent.change(input, { target: { files: [new File(['Who;Mail'], 'a.csv')] } });
  await waitFor(() => expect(screen.getByText('Known already: Kari Nordmann')).toBeTruthy());
  expect(screen.getByText(/The row has no e-mail address/)).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: /Fill in what is missing/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Import 2 rows' }));
  await waitFor(() => expect(asked.some((url) => url.includes('/persons/imports?'))).toBe(true));
  const started = new URL(asked.find((url) => url.includes('/persons/imports?')) ?? '');
  expect(started.searchParams.get('known')).toBe('fill');
  expect(started.searchParams.get('name')).toBe('a.csv');
});
