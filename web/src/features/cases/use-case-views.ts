import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { KeptChoice, ListColumn } from '@/components/data-list/list-types';
import type { CaseRow } from '@/lib/api/types';
import { usePreference } from '@/lib/preferences/use-preference';
import { orderOf } from '@/lib/router/use-list-search';
import { useCaseViews } from './api/case-views';
import type { CasesSearch } from './queues';
import { choiceOf, columnsOf, requestOfView, same, searchOf, settingsOf } from './views';

/** The view that somebody starts with. */
const START = 'cases.start-view';

/** The saved views, the one that is shown, and what the list shows by it. */
export function useViews(search: CasesSearch, columns: ListColumn<CaseRow>[]) {
  const navigate = useNavigate();
  const found = useCaseViews();
  const views = found ?? [];
  const [start, setStart] = usePreference(START);
  const own = usePreference('list.cases');
  const [moved, setMoved] = useState<{ view: string; stored: unknown } | null>(null);
  const view = views.find(({ id }) => id === search.view);
  const startView = views.find(({ id }) => id === start);

  // The plain address leads to the view that the user starts with.
  const isPlain = Object.values(search).every((value) => value === undefined);
  useEffect(() => {
    if (isPlain && startView) {
      void navigate({ to: '/cases', search: searchOf(startView) as never, replace: true });
    }
  }, [isPlain, startView, navigate]);

  const saved = useMemo(() => (view ? choiceOf(view.settings, columns as never) : null), [view, columns]);
  const kept: KeptChoice | undefined = view && [
    moved?.view === view.id ? moved.stored : (saved ?? own[0]),
    (stored) => setMoved({ view: view.id, stored }),
  ];
  const order = orderOf(columns, search, { sort: 'last_message_at', descending: true });
  const request = requestOfView({ ...search, ...order }, view);
  const shown = columnsOf(kept ? kept[0] : own[0], columns);
  const settings = settingsOf(request, shown.columns, shown.grouped);
  const isChanged =
    view !== undefined && (moved?.view === view.id || !same(request, requestOfView(searchOf(view), view)));
  return {
    views,
    view,
    request,
    kept,
    settings,
    isChanged,
    isStart: view !== undefined && view.id === start,
    setStart: (id: string | null) => setStart(id),
    /** What was moved on the screen is what is saved. */
    settle: () => setMoved(null),
  };
}

export type Views = ReturnType<typeof useViews>;
