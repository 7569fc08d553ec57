import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ListState } from '@/lib/api/list';
import { ApiProblem } from '@/lib/api/problem';
import { show } from '@/test/Render';
import { DataList } from './DataList';
import type { DataListProps } from './list-types';

type Row = { id: string; name: string; size: number };

const ROWS: Row[] = Array.from({ length: 5 }, (_, index) => ({
  id: String(index + 1),
  name: `row ${index + 1}`,
  size: index,
}));

/** Where the server was asked; it knows of no preferences. */
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (request: Request | string) => {
    asked.push(typeof request === 'string' ? request : request.url);
    return Promise.reject(new TypeError('no server'));
  });
});

function listOf(rows: Row[], rest: Partial<ListState<Row>> = {}): ListState<Row> {
  return {
    rows,
    total: { count: rows.length, more: false },
    status: 'success',
    error: null,
    stale: false,
    hasMore: false,
    loadingMore: false,
    loadMore: vi.fn(),
    retry: vi.fn(),
    ...rest,
  };
}

function allOf(props: Partial<DataListProps<Row>>): DataListProps<Row> {
  return {
    name: 'test',
    label: 'Things',
    columns: [
      { id: 'name', header: 'Name', width: '1fr', sortable: true, fixed: true, cell: (row) => row.name },
      { id: 'size', header: 'Size', width: '5rem', sortable: true, cell: (row) => row.size },
      { id: 'extra', header: 'Extra', width: '5rem', hidden: true, cell: () => 'x' },
    ],
    list: listOf(ROWS),
    rowId: (row) => row.id,
    rowName: (row) => row.name,
    card: (row) => row.name,
    sort: { column: 'name', descending: false },
    onSort: vi.fn(),
    onOpen: vi.fn(),
    actions: ({ ids }) => <button type="button">act on {ids.join('+')}</button>,
    exporting: { path: '/things/export', query: { q: 'a b', sort: 'name' } },
    empty: <p>nothing at all</p>,
    ...props,
  };
}

function open(props: Partial<DataListProps<Row>> = {}, rights: 'export'[] = []) {
  const all = allOf(props);
  show(<DataList {...all} />, ...rights);
  return all;
}

const rowsShown = () => screen.getAllByRole('row').filter((row) => row.hasAttribute('data-index'));
const row = (index: number) => rowsShown()[index] as HTMLElement;

test('rows and their count are shown, hidden columns are not', () => {
  open();
  expect(rowsShown()).toHaveLength(5);
  expect(screen.getByText('5 of 5')).toBeDefined();
  expect(screen.queryByText('Extra')).toBeNull();
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('6');
});

test('a header sorts, and turns the order round when it is the order already', () => {
  const { onSort } = open();
  fireEvent.click(screen.getByRole('button', { name: 'Size' }));
  expect(onSort).toHaveBeenLastCalledWith({ column: 'size', descending: false });
  fireEvent.click(screen.getByRole('button', { name: 'Name' }));
  expect(onSort).toHaveBeenLastCalledWith({ column: 'name', descending: true });
  expect(screen.getByRole('columnheader', { name: /Name/ }).getAttribute('aria-sort')).toBe('ascending');
});

test('one row is in the tab order; arrows move, Enter opens', () => {
  const { onOpen } = open();
  expect(rowsShown().map((shown) => shown.tabIndex)).toEqual([0, -1, -1, -1, -1]);
  row(0).focus();
  fireEvent.keyDown(row(0), { key: 'ArrowDown' });
  expect(document.activeElement).toBe(row(1));
  fireEvent.keyDown(row(1), { key: 'End' });
  expect(document.activeElement).toBe(row(4));
  fireEvent.keyDown(row(4), { key: 'Enter' });
  expect(onOpen).toHaveBeenCalledWith(ROWS[4]);
});

test('space selects, shift and arrow extend, escape clears', () => {
  open();
  row(1).focus();
  fireEvent.keyDown(row(1), { key: ' ' });
  expect(screen.getByText('act on 2')).toBeDefined();
  fireEvent.keyDown(row(1), { key: 'ArrowDown', shiftKey: true });
  expect(screen.getByText('act on 2+3')).toBeDefined();
  fireEvent.keyDown(row(2), { key: 'Escape' });
  expect(screen.queryByText(/act on/)).toBeNull();
});

test('shift and click select a range, the header selects all', () => {
  const { onOpen } = open();
  const box = (index: number) => within(row(index)).getByRole('checkbox');
  fireEvent.click(box(0));
  fireEvent.click(box(3), { shiftKey: true });
  expect(screen.getByText('act on 1+2+3+4')).toBeDefined();
  expect(row(2).getAttribute('aria-selected')).toBe('true');
  fireEvent.click(screen.getByLabelText('Select all loaded rows'));
  expect(screen.getByText('5 selected')).toBeDefined();
  expect(onOpen).not.toHaveBeenCalled();
});

test('the export asks for the same order and filters, and for the selected rows alone', async () => {
  open({}, ['export']);
  fireEvent.click(within(row(1)).getByRole('checkbox'));
  fireEvent.click(screen.getByLabelText('Export 1 selected'));
  fireEvent.click(await screen.findByRole('menuitem', { name: 'Excel' }));
  // The times of the file are those of the screen.
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone);
  expect(asked.at(-1)).toBe(`/api/v1/things/export?q=a+b&sort=name&format=xlsx&ids=2&zone=${zone}`);
});

test('without the right there is no export', () => {
  open();
  expect(screen.queryByLabelText('Export')).toBeNull();
});

const headings = () =>
  screen
    .getAllByRole('columnheader')
    .map((cell) => cell.textContent)
    .filter((text) => text !== '');

test('columns are chosen and moved, and stay so', async () => {
  open();
  fireEvent.click(screen.getByLabelText('Columns'));
  fireEvent.click(await screen.findByRole('checkbox', { name: 'Extra' }));
  await waitFor(() => expect(headings()).toEqual(['Name', 'Size', 'Extra']));
  fireEvent.click(screen.getByRole('button', { name: 'Move “Extra” forwards' }));
  await waitFor(() => expect(headings()).toEqual(['Name', 'Extra', 'Size']));
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Name' }).disabled).toBe(true);
  const kept = JSON.parse(localStorage.getItem('posthus.preference.list.test') ?? '');
  expect(kept).toMatchObject({ shown: { extra: true }, order: ['name', 'extra', 'size'] });
  fireEvent.click(screen.getByRole('button', { name: 'Reset the columns' }));
  await waitFor(() => expect(headings()).toEqual(['Name', 'Size']));
});

test('a column is widened with the keyboard', () => {
  open();
  const border = screen.getByRole('separator', { name: 'Width of “Size”' });
  fireEvent.keyDown(border, { key: 'ArrowRight' });
  const kept = JSON.parse(localStorage.getItem('posthus.preference.list.test') ?? '');
  expect(kept.widths.size).toBeGreaterThan(0);
});

test('rows stand in groups by the column that orders them', async () => {
  const column = {
    id: 'size',
    header: 'Size',
    width: '5rem',
    sortable: true,
    group: (row: Row) => (row.size < 2 ? 'small' : 'large'),
    cell: (row: Row) => row.size,
  };
  const { onSort } = open({ columns: [column], sort: { column: 'other', descending: false } });
  fireEvent.click(screen.getByLabelText('Group'));
  fireEvent.click(await screen.findByRole('menuitemradio', { name: 'Size' }));
  expect(onSort).toHaveBeenCalledWith({ column: 'size', descending: false });
  cleanup();
  open({ columns: [column], sort: { column: 'size', descending: false } });
  expect(screen.getAllByText(/^(small|large)$/).map((group) => group.parentElement?.textContent)).toEqual([
    'small2',
    'large3',
  ]);
  expect(rowsShown()).toHaveLength(5);
  // By this a card is measured: the height of the first one is not that of the heading above it.
  const lines = rowsShown().map((one) => one.getAttribute('data-index'));
  expect(lines).toEqual(['1', '2', '4', '5', '6']);
});

test('all rows that fit are selected, also those that are not loaded', () => {
  const list = listOf(ROWS, { hasMore: true, total: { count: 312, more: false } });
  const actions = vi.fn(() => null);
  open({ list, actions, selectsMatching: true });
  fireEvent.click(screen.getByLabelText('Select all loaded rows'));
  expect(screen.getByText('5 selected')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Select all 312 that match' }));
  expect(screen.getByText('Selected: all 312')).toBeDefined();
  expect(actions).toHaveBeenLastCalledWith(expect.objectContaining({ all: 'all 312' }));
  // One row less is no longer all.
  fireEvent.click(within(row(1)).getByRole('checkbox'));
  expect(actions).toHaveBeenLastCalledWith(expect.objectContaining({ all: undefined }));
});

test('more rows are fetched near the end', () => {
  const list = listOf(ROWS, { hasMore: true, total: { count: 10_000, more: true } });
  open({ list });
  expect(list.loadMore).toHaveBeenCalled();
  expect(screen.getByText('5 of more than 10,000')).toBeDefined();
});

test('an empty list, a filtered empty list and a refusal each look different', () => {
  const onClearFilters = vi.fn();
  open({ list: listOf([]) });
  expect(screen.getByText('nothing at all')).toBeDefined();
  open({ list: listOf([]), filtered: true, onClearFilters });
  fireEvent.click(screen.getByText('Take all filters away'));
  expect(onClearFilters).toHaveBeenCalled();
  const error = new ApiProblem({ status: 403, code: 'right_missing', detail: '', right: 'blocked' });
  open({ list: listOf([], { status: 'error', error }) });
  expect(screen.getByText(/You need the right “Blocked mail”/)).toBeDefined();
});

test('where rows of a group went, the headings and rows below stand without a gap', () => {
  const named = (...names: string[]) => listOf(names.map((name, size) => ({ id: name, name, size })));
  const columns = [
    {
      id: 'name',
      header: 'Name',
      width: '1fr',
      sortable: true,
      fixed: true,
      group: (row: Row) => `Group ${row.name.charAt(0)}`,
      cell: (row: Row) => row.name,
    },
  ];
  const kept = [{ grouped: true }, vi.fn()] as const;
  function Clearing() {
    const [list, setList] = useState(() => named('a1', 'a2', 'b1'));
    return (
      <>
        <button type="button" onClick={() => setList(named('a2', 'b1', 'b2'))}>
          clear
        </button>
        <DataList {...allOf({ columns, kept, actions: undefined, list })} />
      </>
    );
  }
  show(<Clearing />);
  const starts = () =>
    screen
      .getAllByRole('row')
      .filter(({ style }) => style.transform)
      .map(({ style, textContent }) => [textContent, style.transform]);
  fireEvent.click(screen.getByRole('button', { name: 'clear' }));
  expect(starts()).toEqual([
    ['a2', 'translateY(32px)'],
    ['Group b2', 'translateY(70px)'],
    ['b1', 'translateY(102px)'],
    ['b2', 'translateY(140px)'],
  ]);
});
