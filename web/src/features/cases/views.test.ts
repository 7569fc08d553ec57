import { expect, test } from 'vitest';
import type { CaseView } from '@/lib/api/types';
import { type CasesSearch, requestOf } from './queues';
import { choiceOf, columnsOf, requestOfView, searchOf, settingsOf } from './views';

const COLUMNS = ['number', 'title', 'owner', 'due_at'].map((id) => ({
  id,
  header: id,
  cell: () => null,
  width: '1fr',
  fixed: id === 'title',
  hidden: id === 'due_at',
}));

function saved(search: CasesSearch): CaseView {
  const settings = settingsOf(requestOf(search), [], false);
  return {
    id: '7',
    name: 'V',
    shared: false,
    mine: true,
    may_change: true,
    author_name: null,
    settings,
  } as CaseView;
}

test('a view that was saved shows what was on the screen', () => {
  const searches: CasesSearch[] = [
    {},
    { queue: 'mine', q: 'faktura' },
    { queue: 'mine', owner: '8' },
    { queue: 'overdue', category: '3', sort: 'due_at', descending: false },
    { queue: 'failed', tag: '4' },
    { queue: 'waiting', owner: 'none', priority: '2' },
  ];
  for (const search of searches) {
    expect(requestOf(searchOf(saved(search)))).toEqual(requestOf(search));
  }
});

test('a filter that is of no queue is asked for as it was saved', () => {
  const view = saved({});
  view.settings.filter = { status: 'open' } as CaseView['settings']['filter'];
  expect(requestOfView(searchOf(view), view).status).toBe('open');
});

test('what is changed on a view goes before what was saved', () => {
  const view = saved({ queue: 'mine' });
  expect(requestOfView({ ...searchOf(view), q: 'ny' }, view)).toMatchObject({ owner: 'me', q: 'ny' });
});

test('the columns of a view are those that were shown, in their order', () => {
  const before = { order: ['title', 'number'], shown: { owner: false, due_at: true }, grouped: true };
  const { columns, grouped } = columnsOf(before, COLUMNS);
  expect(columns).not.toContain('owner');
  const settings = settingsOf({}, columns, grouped);
  expect(columnsOf(choiceOf(settings, COLUMNS as never), COLUMNS)).toEqual({ columns, grouped: true });
});
