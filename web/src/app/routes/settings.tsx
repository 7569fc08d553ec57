import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readListSearch } from '@/lib/router/use-list-search';
import { settingsPlaces } from '../places';
import { settingsLayout } from './settings-layout';
import { allSettings, history } from './settings-overview';

const settingsHome = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings',
  beforeLoad: ({ context }) => {
    const [first] = settingsPlaces(context.session.rights);
    throw redirect({ to: first?.to ?? '/profile' });
  },
});

const organisation = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/organisation',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/organisation/OrganisationPage'),
    'OrganisationPage',
  ),
});

const notifications = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/notifications',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/notices/NoticeSettingsPage'),
    'NoticeSettingsPage',
  ),
});

const users = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/users',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/features/settings/components/users/UsersPage'), 'UsersPage'),
});

const roles = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('@/features/settings/components/roles/RolesPage'), 'RolesPage'),
});

const categories = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/categories',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/words/CategoriesPage'),
    'CategoriesPage',
  ),
});

const statuses = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/statuses',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/statuses/StatusesPage'),
    'StatusesPage',
  ),
});

const requestTypes = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/request-types',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/request-types/RequestTypesPage'),
    'RequestTypesPage',
  ),
});

const tags = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/tags',
  component: lazyRouteComponent(() => import('@/features/settings/components/tags/TagsPage'), 'TagsPage'),
});

const priorities = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/priorities',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/words/PrioritiesPage'),
    'PrioritiesPage',
  ),
});

const templates = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/templates',
  component: lazyRouteComponent(
    () => import('@/features/templates/components/TemplatesPage'),
    'TemplatesPage',
  ),
});

const faq = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/faq',
  component: lazyRouteComponent(() => import('@/features/faq/components/FaqPage'), 'FaqPage'),
});

const autoReplies = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/auto-replies',
  component: lazyRouteComponent(
    () => import('@/features/auto-replies/components/AutoRepliesPage'),
    'AutoRepliesPage',
  ),
});

const signatures = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/signatures',
  component: lazyRouteComponent(
    () => import('@/features/signatures/components/MailboxSignaturesPage'),
    'MailboxSignaturesPage',
  ),
});

const acquaintance = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/people',
  component: lazyRouteComponent(
    () => import('@/features/people/components/AcquaintancePage'),
    'AcquaintancePage',
  ),
});

const oauth = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/oauth',
  component: lazyRouteComponent(() => import('@/features/settings/components/oauth/OauthPage'), 'OauthPage'),
});

const senderDomains = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/sender-domains',
  component: lazyRouteComponent(
    () => import('@/features/sender-domains/components/SenderDomainsPage'),
    'SenderDomainsPage',
  ),
});

const senderDomain = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/sender-domains/$domainId',
  component: lazyRouteComponent(
    () => import('@/features/sender-domains/components/SenderDomainPage'),
    'SenderDomainPage',
  ),
});

const senderDomainReports = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/sender-domains/$domainId/reports',
  component: lazyRouteComponent(
    () => import('@/features/sender-domains/components/reports/ReportsPage'),
    'ReportsPage',
  ),
});

const transport = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/outgoing',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/transport/TransportPage'),
    'TransportPage',
  ),
});

const senders = createRoute({
  getParentRoute: () => settingsLayout,
  path: '/settings/senders',
  component: lazyRouteComponent(
    () => import('@/features/settings/components/senders/SendersPage'),
    'SendersPage',
  ),
});

/** The settings and their parts. */
export const settingsRoute = settingsLayout.addChildren([
  settingsHome,
  allSettings,
  history,
  organisation,
  notifications,
  users,
  roles,
  categories,
  priorities,
  statuses,
  requestTypes,
  tags,
  templates,
  faq,
  autoReplies,
  signatures,
  acquaintance,
  oauth,
  senders,
  transport,
  senderDomains,
  senderDomain,
  senderDomainReports,
]);
