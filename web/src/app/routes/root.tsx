// The outermost routes: sign-in, the shell around everything else, and where "/" leads.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { isSignedOut } from '@/lib/api/problem';
import { text } from '@/lib/router/use-list-search';
import { sessionQuery } from '@/lib/session/session-query';
import { firstPlace } from '../places';
import { ErrorPage } from '../shell/ErrorPage';
import { NotFoundPage } from '../shell/NotFoundPage';
import { Shell } from '../shell/Shell';

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});

export type SignInSearch = { to?: string; again?: boolean };

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): SignInSearch => ({
    to: text(raw.to),
    again: raw.again === true || undefined,
  }),
  component: lazyRouteComponent(() => import('@/features/session/components/SignInPage'), 'SignInPage'),
});

/** Everything for the signed-in: without a session it leads to the sign-in and back. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queryClient.ensureQueryData(sessionQuery) };
    } catch (error) {
      if (!isSignedOut(error)) throw error;
      const to = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: { to } });
    }
  },
  component: Shell,
  errorComponent: ErrorPage,
});

export const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: firstPlace(context.session.rights) });
  },
});
