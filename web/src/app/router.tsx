// The addresses of the application. Each page is a chunk of its own, loaded when it is first shown.
import { createRouter } from '@tanstack/react-router';
import { queryClient } from './query-client';
import { caseRoute, casesRoute, startCaseRoute } from './routes/cases';
import { draftsRoute } from './routes/drafts';
import { emailRoute } from './routes/email';
import { oauthReturnRoute } from './routes/oauth';
import { peopleRoute } from './routes/people';
import { profileRoutes } from './routes/profile';
import { homeRoute, rootRoute, shellRoute, signInRoute } from './routes/root';
import { searchRoute } from './routes/search';
import { settingsRoute } from './routes/settings';
import { ErrorPage } from './shell/ErrorPage';

const routeTree = rootRoute.addChildren([
  signInRoute,
  shellRoute.addChildren([
    homeRoute,
    casesRoute,
    startCaseRoute,
    caseRoute,
    draftsRoute,
    searchRoute,
    peopleRoute,
    emailRoute,
    settingsRoute,
    oauthReturnRoute,
    ...profileRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: false,
  // A page that breaks leaves the menu around it standing.
  defaultErrorComponent: ErrorPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
