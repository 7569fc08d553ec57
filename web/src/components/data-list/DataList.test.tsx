import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
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

function open(props: Partial<DataListProps<Row>> = {}, rights: 'export'[] = []) {
  const all: DataListProps<Row> = {
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
  const link = await screen.findByRole('menuitem', { name: 'Excel' });
  expect(link.getAttribute('href')).toBe('/api/v1/things/export?q=a+b&sort=name&format=xlsx&ids=2');
});

test('without the right there is no export', () => {
  open();
  expect(screen.queryByLabelText('Export')).toBeNull();
});

test('a chosen column stays chosen', async () => {
  open();
  fireEvent.click(screen.getByLabelText('Columns'));
  fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Extra' }));
  expect(screen.getByRole('columnheader', { name: 'Extra' })).toBeDefined();
  expect(localStorage.getItem('posthus.columns.test')).toContain('"extra":true');
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
