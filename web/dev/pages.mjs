// The pages that are looked at and checked, each with what makes it interesting.
import { ahead } from './mock-data.mjs';
import { darken, leadKeys, lose } from './mock-domains.mjs';
import { meaning } from './mock-meaning.mjs';
import { granted } from './mock-oauth.mjs';
import { incident, listed, pastIncident } from './mock-returns.mjs';
import { richDraft } from './mock-writing.mjs';

const first = '[role=row][data-index]';
/** Begins to write in a case; what is typed before the field is there would be shortcuts. */
const write = async (tab, key) => {
  await tab.keyboard.press(key);
  await tab.locator(':is(textarea, [contenteditable=true]):focus').waitFor();
};

export const PAGES = [
  { name: 'sign-in', path: '/sign-in', mock: { signedIn: false }, ready: 'form' },
  { name: 'cases', path: '/cases', ready: '[role=row][data-index]' },
  {
    name: 'cases-selected',
    path: '/cases',
    ready: '[role=row][data-index]',
    sizes: ['wide'],
    schemes: ['light'],
    act: async (tab) => {
      await tab.locator('[role=row][data-index] input').nth(1).click();
      await tab
        .locator('[role=row][data-index] input')
        .nth(4)
        .click({ modifiers: ['Shift'] });
    },
  },
  {
    name: 'cases-empty',
    path: '/cases',
    prepare: (state) => {
      state.empty = true;
    },
    schemes: ['light'],
    ready: 'main section',
  },
  {
    name: 'cases-error',
    path: '/cases',
    prepare: (state) => state.fail.add('/cases'),
    schemes: ['light'],
    ready: '[role=alert]',
    sizes: ['wide'],
  },
  {
    name: 'cases-grouped',
    path: '/cases?sort=status',
    prepare: (state) => {
      state.preferences = {
        'list.cases': { grouped: true, widths: { customer: 220 }, order: ['number', 'customer'] },
      };
    },
    ready: '[role=row][data-index]',
  },
  {
    name: 'columns',
    path: '/cases',
    ready: '[role=row][data-index]',
    sizes: ['wide'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Kolonner' }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'search-palette',
    path: '/cases',
    ready: '[role=row][data-index]',
    act: async (tab) => {
      await tab.keyboard.press('Control+k');
      await tab.getByRole('combobox', { name: 'Søk i alle saker' }).fill('ordre');
      await tab.getByRole('option').first().waitFor();
    },
  },
  { name: 'search', path: '/search?q=ordre', ready: 'main ol li' },
  { name: 'search-nothing', path: '/search?q=finnesikke', schemes: ['light'], ready: 'main section, main p' },
  {
    name: 'jobs',
    path: '/email/blocked',
    prepare: (state) => {
      state.jobs = structuredClone(state.data.jobs);
    },
    ready: '[role=row][data-index]',
    act: async (tab) => {
      await tab.getByRole('button', { name: /jobb/i }).click();
      await tab.getByRole('progressbar').first().waitFor();
    },
  },
  {
    name: 'case-menu',
    path: '/cases/1001',
    ready: 'article',
    schemes: ['light'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Mer om saken' }).first().click();
      await tab.getByText('Slå sammen med en annen sak').click();
      await tab.locator('[role=dialog] ul li').first().waitFor();
    },
  },
  { name: 'persons', path: '/people/persons', ready: '[role=row][data-index]' },
  { name: 'person-open', path: '/people/persons?open=%22900%22', ready: '[role=dialog] form' },
  { name: 'companies', path: '/people/companies', ready: '[role=row][data-index]', schemes: ['light'] },
  { name: 'acquaintance', path: '/settings/people', ready: 'main input', schemes: ['light'] },
  {
    name: 'category-open',
    path: '/settings/categories',
    ready: 'main ol li',
    act: async (tab) => {
      await tab
        .getByRole('button', { name: /^Endre: / })
        .first()
        .click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  { name: 'case', path: '/cases/1000', ready: 'article' },
  { name: 'case-failed', path: '/cases/1002', ready: 'article' },
  { name: 'case-planned', path: '/cases/1006', ready: 'article' },
  { name: 'case-links', path: '/cases/1007', ready: 'article' },
  { name: 'case-start', path: '/cases/start', ready: 'form' },
  {
    name: 'case-template',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'r');
      await tab.keyboard.type('Hei Kari!');
      await tab.getByRole('button', { name: 'Svarmal' }).click();
      await tab.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'case-template-brought',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'r');
      await tab.locator('[contenteditable=true]').waitFor();
      await tab.getByRole('button', { name: 'Svarmal' }).click();
      await tab.getByRole('option', { name: 'Takk for henvendelsen' }).click();
      await tab.getByText('Fra malen').waitFor();
      await tab.getByRole('img', { name: 'Fjordkraft Elektro' }).first().waitFor();
    },
  },
  {
    name: 'case-save-template',
    path: '/cases/1000',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await write(tab, 'r');
      await tab.locator('[contenteditable=true]').waitFor();
      await tab.getByRole('button', { name: 'Svarmal' }).click();
      await tab.getByRole('option', { name: 'Takk for henvendelsen' }).click();
      await tab.getByText('Fra malen').waitFor();
      await tab.getByRole('button', { name: 'Svarmal' }).click();
      await tab.getByRole('button', { name: 'Lagre som mal' }).click();
      await tab.getByRole('dialog').getByLabel('Navn').waitFor();
    },
  },
  {
    name: 'case-faq',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'r');
      await tab.keyboard.type('Hei Kari!');
      await tab.getByRole('button', { name: 'FAQ', exact: true }).click();
      await tab.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'case-source',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Mer om denne meldingen' }).last().click();
      await tab.getByText('Vis hode og kilde').click();
      await tab.locator('[role=dialog] pre').waitFor();
    },
  },
  {
    name: 'case-block',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Mer om denne meldingen' }).last().click();
      await tab.getByText('Blokker avsenderen').click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'case-after',
    path: '/cases/1003',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'r');
      await tab.keyboard.type('Hei!');
      await tab.getByRole('button', { name: 'Hva som skjer med saken' }).click();
      await tab.getByText('Send, og behold statusen').waitFor();
    },
  },
  {
    name: 'case-secure',
    path: '/cases/1003',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'r');
      await tab.keyboard.type('Hei!');
      await tab.getByRole('button', { name: 'Hva som skjer med saken' }).click();
      await tab.getByRole('menuitemcheckbox', { name: 'Bare over verifisert kryptering' }).click();
      await tab.getByText('kommer e-posten tilbake til deg').waitFor();
    },
  },
  {
    name: 'case-correct',
    path: '/cases/1002',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Rett adressen og send på nytt' }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'drafts',
    path: '/drafts',
    ready: 'main ul li',
    prepare: (state) => {
      state.drafts = structuredClone(state.data.drafts);
    },
  },
  { name: 'drafts-empty', path: '/drafts', schemes: ['light'], ready: 'main section, main p' },
  {
    name: 'case-sent',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'a');
      await tab.keyboard.type('Hei! Da er alt i orden.');
      await tab.keyboard.press('Control+Enter');
      await tab.getByText('Angre').first().waitFor();
    },
  },
  {
    name: 'case-forward',
    path: '/cases/1000',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await write(tab, 'f');
      await tab.keyboard.type('Kan du se på denne?');
    },
  },
  {
    name: 'case-send-later',
    path: '/cases/1000',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await write(tab, 'r');
      await tab.keyboard.type('Vi ringer på mandag.');
      await tab.getByLabel('Hva som skjer med saken').click();
      await tab.getByText('Send senere').click();
      await tab.getByText('Når skal e-posten sendes?').waitFor();
    },
  },
  {
    name: 'case-comment',
    path: '/cases/1005',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await write(tab, 'c');
      await tab.keyboard.type('Husk å ringe kunden i morgen.');
    },
  },
  {
    name: 'case-html',
    path: '/cases/1001',
    ready: 'article',
    schemes: ['light', 'dark'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.locator('button[data-direction=received]').first().click();
      await tab.getByText('Vis slik den ble utformet').first().click();
      await tab.locator('iframe').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'case-timeline',
    path: '/cases/1002',
    ready: 'article',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Tidslinje' }).last().click();
      await tab.locator('[role=dialog] ol li').first().waitFor();
    },
  },
  {
    name: 'intake-files',
    path: '/email/inbox',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Importer filer' }).click();
      const dialog = tab.getByRole('dialog');
      const file = (name) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(2048) });
      await dialog.locator('input[type=file]').setInputFiles([file('arkiv.mbox'), file('brev.eml')]);
      await dialog.getByRole('combobox').click();
      await tab.getByRole('option').first().click();
      await dialog.getByRole('button', { name: 'Importer', exact: true }).click();
      await dialog.getByText('311').waitFor();
    },
  },
  {
    name: 'keyboard',
    path: '/cases',
    ready: '[role=row][data-index]',
    schemes: ['light'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.locator('body').press('?');
    },
  },
  {
    name: 'menu',
    path: '/cases',
    ready: '[role=row][data-index]',
    schemes: ['light'],
    sizes: ['phone'],
    act: async (tab) => {
      await tab.getByText('Mer', { exact: true }).click();
    },
  },
];

const selectFirst = async (tab) => {
  await tab.locator(first).getByRole('checkbox').first().check();
};
const openFirst = async (tab) => {
  await tab.locator(first).first().click();
  await tab.locator('[role=dialog]').waitFor();
};
PAGES.push(
  { name: 'mailboxes', path: '/email/mailboxes', ready: first },
  {
    name: 'mailbox-failing',
    path: '/email/mailboxes?open=%2253%22',
    ready: '[role=dialog] form',
    schemes: ['light'],
  },
  {
    name: 'mailbox-alarm',
    path: '/cases',
    ready: '[role=alert]',
    prepare: (state) => {
      state.data.mailboxAlarms = [
        {
          id: '53',
          address: 'faktura@fjordkraft-elektro.no',
          last_success_at: state.data.mailboxes[2].health.last_success_at,
          error_code: 'sign_in',
        },
      ];
    },
  },
  {
    name: 'mailbox-rules',
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] form',
    act: async (tab) => {
      await tab.getByText('Regler', { exact: true }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'mailbox-test',
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] form',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Test tilkoblingen' }).click();
      await tab.locator('figure').waitFor();
      await tab.locator('figure').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'mailbox-detect',
    path: '/email/mailboxes?open=%22new%22',
    ready: '[role=dialog] form',
    act: async (tab) => {
      await tab.getByLabel('Adresse', { exact: true }).fill('bestilling@fjordkraft-elektro.no');
      // Leaving the field is enough while no server is entered.
      await tab.keyboard.press('Tab');
      await tab
        .getByRole('button', { name: /^Bruk disse innstillingene/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'mailbox-detect-nothing',
    path: '/email/mailboxes?open=%22new%22',
    ready: '[role=dialog] form',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByLabel('Adresse', { exact: true }).fill('post@ukjent.no');
      await tab.getByRole('button', { name: 'Finn innstillinger' }).click();
      await tab.getByText('Hvem som ble spurt').click();
    },
  },
  {
    name: 'transport-detect',
    path: '/settings/outgoing',
    ready: 'main form',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByLabel('Finn serveren fra en adresse').fill('bestilling@fjordkraft-elektro.no');
      await tab.getByRole('button', { name: 'Finn innstillinger' }).click();
      await tab
        .getByRole('button', { name: /^Bruk disse innstillingene/ })
        .first()
        .waitFor();
    },
  },
  { name: 'intake', path: '/email/inbox', ready: first },
  { name: 'intake-open', path: '/email/inbox', ready: first, act: openFirst },
  {
    name: 'intake-debug',
    path: '/email/inbox',
    ready: first,
    act: async (tab) => {
      await openFirst(tab);
      await tab.getByRole('button', { name: 'Importer med feilsøking' }).click();
      await tab.locator('[role=dialog] ol li').first().waitFor();
    },
  },
  { name: 'outbox', path: '/email/outbox', ready: first },
  { name: 'outbox-picture', path: '/email/outbox?picture=true', ready: 'table[class*=table] button' },
  { name: 'outbox-open', path: '/email/outbox?open=%2282%22', ready: '[role=dialog] li' },
  { name: 'distribution-lists', path: '/people/distribution-lists', ready: 'main table' },
  {
    name: 'distribution-list',
    path: '/people/distribution-lists',
    ready: 'main table',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Styret' }).click();
      await tab.getByRole('dialog').getByText('Astrid Haugen').waitFor();
    },
  },
  {
    name: 'distribution-lists-empty',
    path: '/people/distribution-lists',
    prepare: (state) => {
      state.empty = true;
    },
    schemes: ['light'],
    ready: 'text=Ingen distribusjonslister ennå',
  },
  { name: 'start-to', path: '/cases/start?to=%5B%22per%40kunde.example%22%5D', ready: 'form' },
  {
    name: 'start-begun',
    path: '/cases/start?mail=keyless',
    prepare: (state) => {
      state.drafts = structuredClone(state.data.drafts);
      // More than fits beside each other, and an address that nothing breaks.
      Object.assign(
        state.drafts.find(({ mode }) => mode === 'new'),
        {
          text: 'Måleren din byttes mandag mellom 10 og 12. '.repeat(8),
          to: [
            'ola@kunde.example',
            'innkjop.og.leveranser.nordvest@industrikraft-og-elektromontasje.example',
          ],
          cc: ['regnskap@hansenbygg.no', 'vaktmester@borettslaget-solsiden.example'],
        },
      );
    },
    ready: 'text=Dette er e-posten du har begynt på',
  },
  {
    name: 'start-beside',
    path: '/cases/start?to=%5B%22per%40kunde.example%22%5D',
    prepare: (state) => {
      state.drafts = structuredClone(state.data.drafts);
    },
    sizes: ['phone'],
    schemes: ['light'],
    ready: 'text=Vis utkastene',
    // The menu closes on the way to the same page, and to the same place.
    act: async (tab) => {
      for (let time = 0; time < 2; time++) {
        await tab.getByRole('button', { name: 'Mer', exact: true }).click();
        await tab.getByRole('dialog').getByRole('link', { name: 'Ny e-post' }).click();
        await tab.getByRole('dialog').waitFor({ state: 'hidden' });
        await tab.locator('form').waitFor();
      }
    },
  },
  {
    name: 'start-error',
    path: '/cases/start',
    prepare: (state) => state.fail.add('/drafts/new'),
    schemes: ['light'],
    ready: '[role=alert]',
    sizes: ['wide'],
  },
  {
    name: 'start-to-list',
    path: '/cases/start',
    ready: 'form',
    schemes: ['light'],
    act: async (tab) => {
      await tab
        .getByRole('combobox', { name: 'Til' })
        .or(tab.getByLabel('Til', { exact: true }))
        .first()
        .fill('styr');
      await tab.getByRole('option', { name: /Styret/ }).click();
      await tab.getByRole('button', { name: /Hvem er/ }).click();
      await tab.getByText('Astrid Haugen').waitFor();
    },
  },
  { name: 'sent', path: '/email/sent', ready: first },
  { name: 'templates-read', path: '/email/templates', ready: 'main ul li button' },
  { name: 'sent-open', path: '/email/sent?open=%2282%22', ready: '[role=dialog] [role=tab]' },
  {
    name: 'sent-empty',
    path: '/email/sent',
    prepare: (state) => {
      state.empty = true;
    },
    schemes: ['light'],
    ready: 'main section',
  },
  { name: 'blocked-addresses', path: '/email/blocked-addresses', ready: first },
  {
    name: 'blocked-address-open',
    path: '/email/blocked-addresses',
    ready: first,
    schemes: ['light'],
    act: openFirst,
  },
  {
    name: 'block-address',
    path: '/email/blocked-addresses',
    ready: first,
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Blokker en adresse' }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  { name: 'blocked', path: '/email/blocked', ready: first },
  { name: 'blocked-open', path: '/email/blocked', ready: first, schemes: ['light'], act: openFirst },
  {
    name: 'blocked-senders',
    path: '/email/blocked',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Blokkerte avsendere' }).click();
      await tab.getByRole('button', { name: 'Opphev: @lotteri.example' }).waitFor();
    },
  },
  {
    name: 'blocked-bin',
    path: '/email/blocked?bin=true',
    prepare: (state) => {
      for (const row of state.data.blocked) row.deleted_at = row.when;
    },
    ready: first,
    act: selectFirst,
  },
  {
    name: 'outbox-bin',
    path: '/email/outbox?bin=true',
    prepare: (state) => {
      for (const row of state.data.outbox) row.deleted_at = row.created_at;
    },
    ready: first,
    act: selectFirst,
  },
  { name: 'filters', path: '/email/filters', ready: 'ol li' },
  {
    name: 'filter-open',
    path: '/email/filters',
    ready: 'ol li',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByText('Reklamasjoner').click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  { name: 'all-settings', path: '/settings/all', ready: 'main section li' },
  {
    name: 'all-settings-edit',
    path: '/settings/all',
    ready: 'main section li',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: Søppel' }).click();
      await tab.locator('main form').waitFor();
    },
  },
  {
    name: 'all-settings-none',
    path: '/settings/all',
    ready: 'main section li',
    schemes: ['light'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.getByRole('searchbox', { name: 'Søk i innstillingene' }).fill('månefase');
      await tab.getByRole('button', { name: 'Vis alle' }).waitFor();
    },
  },
  {
    name: 'all-settings-error',
    path: '/settings/all',
    prepare: (state) => state.fail.add('/settings'),
    schemes: ['light'],
    sizes: ['wide'],
    ready: '[role=alert]',
  },
  { name: 'audit', path: '/settings/history', ready: first },
  {
    name: 'audit-open',
    path: '/settings/history?open=903',
    ready: '[role=dialog] table',
  },
  {
    name: 'audit-empty',
    path: '/settings/history',
    prepare: (state) => {
      state.empty = true;
    },
    schemes: ['light'],
    ready: 'main section p',
  },
  { name: 'organisation', path: '/settings/organisation', ready: 'main form' },
  { name: 'users', path: '/settings/users', ready: first },
  { name: 'user-open', path: '/settings/users', ready: first, schemes: ['light'], act: openFirst },
  { name: 'roles', path: '/settings/roles', ready: 'ul li button' },
  {
    name: 'role-open',
    path: '/settings/roles',
    ready: 'ul li button',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByText('Kundebehandler').click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  { name: 'categories', path: '/settings/categories', ready: 'main ol li', schemes: ['light'] },
  {
    name: 'priorities',
    path: '/settings/priorities',
    ready: 'main ol li',
    schemes: ['light'],
    sizes: ['wide'],
  },
  {
    name: 'priority',
    path: '/settings/priorities',
    ready: 'main ol li',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: Normal' }).click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  { name: 'statuses', path: '/settings/statuses', ready: 'main ol li' },
  {
    name: 'status',
    path: '/settings/statuses',
    ready: 'main ol li',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: Oppgjort' }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'status-archive',
    path: '/settings/statuses',
    ready: 'main ol li',
    schemes: ['light'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Arkiver: Under arbeid' }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  { name: 'request-types', path: '/settings/request-types', ready: 'main ol li' },
  {
    name: 'request-type-archive',
    path: '/settings/request-types',
    ready: 'main ol li',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Arkiver: Bestilling' }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
  { name: 'tags', path: '/settings/tags', ready: 'main ul li button' },
  {
    name: 'outgoing',
    path: '/settings/outgoing',
    ready: 'main form',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Test', exact: true }).click();
      await tab.locator('figure').waitFor();
    },
  },
  { name: 'profile', path: '/profile', ready: 'main section' },
  { name: 'notifications', path: '/profile/notifications', ready: 'main input' },
  { name: 'notices', path: '/notices', ready: 'main ul li' },
  {
    name: 'notices-empty',
    path: '/notices',
    prepare: (state) => {
      state.empty = true;
    },
    schemes: ['light'],
    ready: 'main p',
  },
  { name: 'notice-settings', path: '/settings/notifications', ready: 'main form' },
  {
    name: 'bell',
    path: '/cases',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: /varsler|varsel/ }).click();
      await tab.getByRole('dialog').waitFor();
    },
  },
);
PAGES.push(
  {
    name: 'menu-language',
    path: '/cases',
    ready: first,
    schemes: ['light'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Språk' }).click();
      await tab.getByRole('menuitemradio').first().waitFor();
    },
  },
  {
    name: 'menu-export',
    path: '/cases',
    ready: first,
    schemes: ['light'],
    sizes: ['wide'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Eksporter' }).click();
      await tab.getByRole('menuitem').first().waitFor();
    },
  },
);
PAGES.push(
  { name: 'faq', path: '/settings/faq', ready: 'main ul li button' },
  {
    name: 'faq-open',
    path: '/settings/faq',
    ready: 'main ul li button',
    act: async (tab) => {
      await tab.getByText('Hvordan returnerer jeg varer?').click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  {
    name: 'faq-archive',
    path: '/settings/faq',
    ready: 'main ul li button',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('switch', { name: 'Vis arkivet' }).click({ force: true });
      await tab.getByRole('button', { name: 'Slett: Gjelder rabatten også for elbillader?' }).waitFor();
    },
  },
  {
    name: 'faq-empty',
    path: '/settings/faq',
    prepare: (state) => {
      state.empty = true;
    },
    ready: 'main section',
    schemes: ['light'],
    sizes: ['wide'],
  },
  { name: 'templates', path: '/settings/templates', ready: 'main ul li button' },
  {
    name: 'template-open',
    path: '/settings/templates',
    ready: 'main ul li button',
    act: async (tab) => {
      await tab.getByText('Takk for henvendelsen').click();
      await tab.locator('[role=dialog] form').waitFor();
      await tab.locator('[role=dialog] [contenteditable=true] strong').first().waitFor();
      await tab.getByText('Saken din har nummer 1042').waitFor();
    },
  },
  {
    name: 'template-preview',
    path: '/settings/templates',
    ready: 'main ul li button',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByText('Takk for henvendelsen').click();
      await tab.locator('[role=dialog] [contenteditable=true] strong').first().waitFor();
      await tab.getByText('Saken din har nummer 1042').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'template-files',
    path: '/settings/templates',
    ready: 'main ul li button',
    act: async (tab) => {
      await tab.getByText('Takk for henvendelsen').click();
      await tab.getByRole('img', { name: 'Fjordkraft Elektro' }).first().waitFor();
      await tab.getByText('Returseddel.pdf').first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'templates-bin',
    path: '/settings/templates',
    ready: 'main ul li button',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('switch', { name: 'Vis papirkurven' }).click();
      await tab.getByText('Julehilsen 2025').waitFor();
    },
  },
  {
    name: 'templates-empty',
    path: '/settings/templates',
    prepare: (state) => {
      state.empty = true;
    },
    schemes: ['light'],
    sizes: ['wide'],
    ready: 'main',
  },
  { name: 'signatures', path: '/settings/signatures', ready: 'main form' },
  {
    name: 'signatures-written',
    path: '/settings/signatures',
    ready: 'main form',
    schemes: ['light'],
    act: async (tab) => {
      await tab.locator('[contenteditable=true]').first().click();
      await tab.keyboard.press('Control+End');
      await tab.keyboard.press('Enter');
      await tab.keyboard.press('Control+b');
      await tab.keyboard.type('Ring oss på 55 00 12 34');
      await tab.locator('section strong', { hasText: 'Ring oss' }).waitFor();
    },
  },
  { name: 'auto-replies', path: '/settings/auto-replies', ready: 'main form' },
);
PAGES.push(
  {
    name: 'case-views-menu',
    path: '/cases?view=501&queue=mine&sort=due_at',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Lagrede visninger' }).click();
      await tab.getByRole('menuitem').first().waitFor();
    },
  },
  {
    name: 'case-views-manage',
    path: '/cases?view=501&queue=mine&sort=due_at',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Lagrede visninger' }).click();
      await tab.getByRole('menuitem', { name: 'Ordne visningene' }).click();
      await tab.getByRole('textbox', { name: 'Navn: Mine frister' }).waitFor();
    },
  },
  {
    name: 'case-views-choose',
    path: '/cases?queue=active',
    ready: first,
    act: async (tab) => {
      await tab
        .getByRole('combobox', { name: 'Kø' })
        .or(tab.getByRole('textbox', { name: 'Kø' }))
        .first()
        .click();
      await tab.getByRole('option', { name: 'Mine frister' }).waitFor();
    },
  },
);
const openFilter = async (tab) => {
  await tab.getByText('Reklamasjoner').click();
  await tab.locator('[role=dialog] form').waitFor();
};
PAGES.push(
  {
    name: 'filter-dry-run',
    path: '/email/filters',
    ready: 'ol li',
    act: async (tab) => {
      await openFilter(tab);
      await tab.getByRole('button', { name: 'Prøv', exact: true }).click();
      await tab.getByText('2 treff av 311').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'filter-file',
    path: '/email/filters',
    ready: 'ol li',
    act: async (tab) => {
      const file = { name: 'filtre.json', mimeType: 'application/json', buffer: Buffer.from('{}') };
      await tab.locator('input[type=file]').first().setInputFiles([file]);
      await tab.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'intake-review',
    path: '/email/inbox?state=review',
    ready: first,
    act: async (tab) => {
      await openFirst(tab);
      await tab.locator('[role=dialog] [role=alert]').waitFor();
    },
  },
  {
    name: 'jobs-download',
    path: '/cases',
    ready: first,
    prepare: (state) => {
      state.jobs = structuredClone(state.data.jobs);
    },
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Eksporter' }).click();
      await tab.getByRole('menuitem').first().click();
      await tab.getByRole('button', { name: /jobb/i }).click();
      await tab
        .getByText(/^Eksporter \(/)
        .first()
        .waitFor();
    },
  },
);
const selectTwo = async (tab) => {
  await tab.locator(first).nth(0).getByRole('checkbox').first().check();
  await tab.locator(first).nth(1).getByRole('checkbox').first().check();
};
PAGES.push(
  {
    name: 'persons-join',
    path: '/people/persons',
    ready: first,
    act: async (tab) => {
      await selectTwo(tab);
      await tab.getByRole('button', { name: 'Slå sammen' }).click();
      await tab.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'companies-join',
    path: '/people/companies',
    ready: first,
    schemes: ['light'],
    act: async (tab) => {
      await selectTwo(tab);
      await tab.getByRole('button', { name: 'Slå sammen' }).click();
      await tab.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'persons-doubles',
    path: '/people/persons',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Mulige dubletter' }).click();
      await tab.getByText('Samme telefonnummer').waitFor();
    },
  },
  {
    name: 'person-join-with',
    path: '/people/persons?open=%22900%22',
    ready: '[role=dialog] form',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Slå sammen med …' }).click();
      await tab.getByRole('dialog', { name: 'Hvem er den samme?' }).locator('li').first().waitFor();
    },
  },
);
const bulk = (button, fill) => async (tab) => {
  await selectTwo(tab);
  await tab.getByRole('button', { name: button, exact: true }).click();
  await fill(tab.getByRole('dialog'), tab);
};
PAGES.push(
  {
    name: 'cases-bulk-reply',
    path: '/cases',
    ready: first,
    act: bulk('Svar', async (dialog) => {
      await dialog.getByLabel('Teksten').fill('Hei [[customer.name]],\n\nstrømmen er tilbake.');
      await dialog.getByText('strømmen er tilbake').last().waitFor();
    }),
  },
  {
    name: 'cases-bulk-template',
    path: '/cases',
    ready: first,
    schemes: ['light'],
    act: bulk('Svar', async (dialog, tab) => {
      await dialog
        .getByRole('combobox')
        .or(dialog.getByRole('textbox', { name: 'Svarmal' }))
        .first()
        .click();
      await tab.getByRole('option', { name: 'Takk for henvendelsen' }).click();
      await dialog.getByText('takk for at du skrev').waitFor();
      // What the buttons at the foot cover by half is scrolled to.
      await dialog
        .getByText('Lukk sakene etterpå')
        .evaluate((line) => line.scrollIntoView({ block: 'center' }));
    }),
  },
  {
    name: 'cases-bulk-forward',
    path: '/cases',
    ready: first,
    schemes: ['light'],
    act: bulk('Videresend', async (dialog) => {
      await dialog.getByLabel('Til', { exact: true }).fill('verksted@fjordkraft-elektro.no');
    }),
  },
);
PAGES.push({
  name: 'outbox-parked',
  path: '/email/outbox?open=%22800%22',
  ready: '[role=dialog] li',
  prepare: (state) => {
    const [mail] = state.data.outbox;
    const wait = {
      domain: 'nordlysbedrift.no',
      rule: 'silent',
      destination: 'nordlysbedrift.no',
      failures: 4,
    };
    const words = '`mx1.nordlysbedrift.no`: the connection was refused';
    const until = '2026-11-22T13:37:00Z';
    const told = {
      words,
      meaning: meaning('host-down', { by_server: false }),
      host: 'mx1.nordlysbedrift.no',
    };
    const waits = [{ ...wait, until, ...told, others: 60, more_others: false }];
    Object.assign(mail, {
      attempts: 2,
      last_words: words,
      meaning: meaning('host-down', { by_server: false }),
      waits,
    });
  },
});
PAGES.push({
  name: 'outbox-unprotected',
  path: '/email/outbox?open=%22800%22',
  ready: '[role=dialog] li',
  prepare: (state) => {
    const [mail] = state.data.outbox;
    const wait = {
      domain: 'nordlysbedrift.no',
      rule: 'unprotected',
      destination: 'nordlysbedrift.no',
      failures: 3,
    };
    const words =
      '`nordlysbedrift.no` demands encryption with a valid certificate (MTA-STS): the certificate of `mx1.nordlysbedrift.no` has expired or is not valid yet; renew it on the server';
    const until = '2026-11-22T13:37:00Z';
    const waits = [{ ...wait, until, words, host: 'mx1.nordlysbedrift.no', others: 12, more_others: false }];
    Object.assign(mail, {
      attempts: 1,
      last_words: words,
      meaning: meaning(null, { by_server: false }),
      needs_tls: true,
      waits,
    });
  },
});
const held = (state) => {
  const row = (domain, fields) => ({
    domain,
    at: '2026-11-22T09:05:00Z',
    by_operator: false,
    user_name: 'Ingrid Solheim',
    why: 'De har byttet leverandør og bekrefter adressene på nytt.',
    ...fields,
  });
  state.heldDestinations = [
    row('nordlysbedrift.no', {}),
    row('fjellogfjordregnskapsbyraa.no', { user_name: null, why: 'Venter på svar fra dem' }),
    row('gmail.com', { by_operator: true, user_name: null, why: 'Gmail avviser alt fra oss i dag' }),
    row('xn--blbr-roah.no', {}),
  ];
};
PAGES.push(
  {
    name: 'outbox-held',
    path: '/email/outbox',
    ready: "main [role=group][aria-label='gmail.com']",
    prepare: held,
  },
  {
    name: 'outbox-held-mail',
    path: '/email/outbox?open=%22800%22',
    ready: '[role=dialog] li',
    prepare: (state) => {
      held(state);
      const [mail] = state.data.outbox;
      const [{ domain, at, why }] = state.heldDestinations;
      const wait = { domain, rule: 'held_destination', since: at, words: why, others: 3, more_others: false };
      Object.assign(mail, { held_for: [domain], waits: [wait] });
    },
  },
  {
    name: 'outbox-hold',
    path: '/email/outbox?domain=nordlysbedrift.no',
    ready: first,
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Stans all e-post til/ })
        .first()
        .click();
      await page.locator('[role=dialog] textarea').waitFor();
    },
  },
);
PAGES.push({
  name: 'outbox-way',
  path: '/email/outbox?open=%2282%22',
  ready: '[role=dialog] li',
  act: async (page) => {
    await page.getByRole('button', { name: 'Send en annen vei' }).click();
    await page.getByLabel('Gjennom den felles serveren').check();
  },
});
PAGES.push({
  name: 'outbox-waiting',
  path: '/email/outbox?open=%22800%22',
  ready: '[role=dialog] li',
  prepare: (state) => {
    const [mail] = state.data.outbox;
    Object.assign(mail, { attempts: 3, last_words: 'Greylisting in action, please come back later' });
  },
});
const relaying = (state, oauth) => {
  state.transport = {
    host: 'smtp.office365.com',
    username: 'post@fjordkraft-elektro.no',
    has_password: false,
    oauth_application_id: '71',
    oauth,
  };
};
const signingIn = (state, health, grant) => {
  Object.assign(state.data.mailboxes[0], { oauth_application_id: '71', has_password: false, oauth: grant });
  Object.assign(state.data.mailboxes[0].health, health);
};
PAGES.push(
  { name: 'oauth', path: '/settings/oauth', ready: "main [aria-label^='Endre: ']" },
  {
    name: 'oauth-empty',
    path: '/settings/oauth',
    ready: 'text=Ingen apper ennå',
    schemes: ['light'],
    prepare: (state) => {
      state.empty = true;
    },
  },
  {
    name: 'oauth-new',
    path: '/settings/oauth',
    ready: "main [aria-label^='Endre: ']",
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Ny app' }).click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  {
    name: 'oauth-mailbox',
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] form',
    prepare: (state) =>
      signingIn(state, { state: 'sign_in', next_check_at: null, last_success_at: null }, null),
  },
  {
    name: 'oauth-revoked',
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] form',
    schemes: ['light'],
    prepare: (state) =>
      signingIn(
        state,
        { state: 'failing', failures: 3, last_error_code: 'oauth_revoked', last_error: 'invalid_grant' },
        granted(
          'revoked',
          'invalid_grant: AADSTS50173: The provided grant has expired due to it being revoked.',
        ),
      ),
  },
  {
    name: 'oauth-expiring',
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] form',
    schemes: ['light'],
    prepare: (state) => signingIn(state, {}, granted('expiring')),
  },
  {
    name: 'oauth-code',
    // A slip of the hand would cancel what is going on at the provider.
    keeps: true,
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] form',
    prepare: (state) =>
      signingIn(state, { state: 'sign_in', next_check_at: null, last_success_at: null }, null),
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Logg inn med kode' }).click();
      await tab.getByText('HQ7K-MWRD').waitFor();
    },
  },
  {
    name: 'oauth-moved',
    path: '/settings/oauth',
    ready: "main [aria-label^='Endre: ']",
    prepare: (state) => signingIn(state, {}, granted('good')),
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: Microsoft 365' }).click();
      await tab.getByLabel('Klient-ID').fill('another');
      await tab.getByRole('button', { name: 'Lagre' }).click();
      await tab.getByText('Skriv klienthemmeligheten, eller').waitFor();
    },
  },
  {
    name: 'oauth-moved-asks',
    path: '/settings/oauth',
    ready: "main [aria-label^='Endre: ']",
    schemes: ['light'],
    prepare: (state) => signingIn(state, {}, granted('good')),
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: Microsoft 365' }).click();
      await tab.getByLabel('Klient-ID').fill('another');
      await tab.getByLabel('Klienthemmelighet', { exact: true }).fill('its secret');
      await tab.getByRole('button', { name: 'Lagre' }).click();
      await tab.getByText(/må logge inn på nytt/).waitFor();
      await tab.getByRole('button', { name: 'Endre', exact: true }).click({ trial: true });
    },
  },
  {
    name: 'oauth-relay',
    path: '/settings/outgoing',
    ready: 'main form',
    prepare: (state) => relaying(state, null),
  },
  {
    name: 'oauth-relay-revoked',
    path: '/settings/outgoing',
    ready: 'main form',
    schemes: ['light'],
    prepare: (state) => {
      relaying(state, granted('revoked', 'invalid_grant'));
      state.transportTest = {
        ok: false,
        summary_code: 'oauth_revoked',
        detail: 'the provider no longer accepts the sign-in',
        conversation: [],
      };
    },
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Test', exact: true }).click();
      await tab.getByText(/godtar ikke lenger innloggingen/).waitFor();
    },
  },
  {
    name: 'oauth-return-refused',
    path: '/oauth/callback/microsoft?code=abc&state=def',
    ready: '[role=alert]',
    schemes: ['light'],
  },
);
PAGES.push(
  {
    name: 'writing-rich',
    path: '/cases/1000',
    ready: 'article',
    prepare: (state) => {
      state.drafts = [richDraft('1000')];
    },
    act: async (tab) => {
      await tab.locator('[data-state=there] img[alt="retur.png"]').waitFor();
      await tab.locator('[contenteditable] strong').click();
    },
  },
  {
    name: 'writing-link',
    path: '/cases/1000',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await tab.locator('[contenteditable]').click();
      await tab.keyboard.type('Se denne siden');
      await tab.keyboard.press('Control+k');
      await tab.getByLabel('Hvor lenken fører').fill('fjordkraft-elektro.no');
    },
  },
  {
    name: 'writing-addresses',
    path: '/cases/start',
    ready: '[contenteditable]',
    act: async (tab) => {
      const to = tab.getByLabel('Til', { exact: true });
      await to.fill('per@kunde.example, ola@hotmial.com,');
      await to.press('Enter');
      await tab.getByText('ola@hotmail.com').first().waitFor();
      await to.fill('ma');
      await tab.getByRole('listbox').getByRole('option').first().waitFor();
    },
  },
);
PAGES.push(
  { name: 'transport', path: '/settings/outgoing', ready: 'main form' },
  {
    name: 'transport-domain',
    path: '/settings/outgoing',
    ready: 'main form',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: verksted.fjordkraft-elektro.no' }).click();
      await tab.getByRole('dialog').getByLabel('Port').waitFor();
    },
  },
  { name: 'profile-outgoing', path: '/profile/outgoing', ready: 'main form' },
  {
    name: 'profile-outgoing-own',
    path: '/profile/outgoing',
    ready: 'main form',
    prepare: (state) => {
      state.ownTransport = {
        own: true,
        host: 'smtp.gmail.com',
        port: 465,
        username: 'ingrid.solberg@gmail.com',
        has_password: true,
        failing: {
          since: new Date(Date.now() - 40 * 60_000).toISOString(),
          words: 'smtp.gmail.com refused the sign-in: 535 5.7.8 Username and Password not accepted',
        },
      };
      state.ownSending = {
        own: {
          address: 'ingrid@fjordkraft-elektro.no',
          name: 'Ingrid Solberg',
          own_server: true,
          direct: false,
        },
        answers_to: 'address',
        answers_address: 'ingrid.solberg@gmail.com',
        copy_to: ['arkiv@fjordkraft-elektro.no'],
      };
    },
  },
  {
    name: 'profile-outgoing-kept',
    path: '/profile/outgoing',
    ready: 'main form',
    schemes: ['light'],
    prepare: (state) => {
      state.ownTransport = {
        host: 'smtp.gmail.com',
        username: 'ingrid.solberg@gmail.com',
        has_password: true,
      };
    },
  },
);
PAGES.push(
  {
    name: 'transport-shared-revoked',
    path: '/settings/outgoing',
    ready: 'main form',
    prepare: (state) => {
      state.transport = { own: false, shared: 'relay', shared_grant: 'revoked' };
    },
    schemes: ['light'],
  },
  { name: 'senders', path: '/settings/senders', ready: "main [aria-label^='Endre: ']" },
  {
    name: 'senders-open',
    path: '/settings/senders',
    ready: "main [aria-label^='Endre: ']",
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Endre: salg@fjordkraft-elektro.no' }).click();
      await tab.getByRole('dialog').getByLabel('Adresse', { exact: true }).waitFor();
    },
  },
  {
    name: 'senders-empty',
    path: '/settings/senders',
    ready: 'text=Ingen felles avsendere ennå',
    schemes: ['light'],
    prepare: (state) => {
      state.empty = true;
    },
  },
  {
    name: 'case-from',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      // On a phone the box opens with the first word.
      await tab.locator('[contenteditable]').click();
      await tab.keyboard.type('Hei');
      await tab.getByRole('button', { name: 'Bytt avsender' }).click();
      await tab.getByRole('menuitemradio').first().waitFor();
    },
  },
);
PAGES.push(
  { name: 'domains', path: '/settings/sender-domains', ready: "main a[href*='sender-domains/9']" },
  {
    name: 'domains-empty',
    path: '/settings/sender-domains',
    ready: 'text=Ingen avsenderdomener ennå',
    schemes: ['light'],
    prepare: (state) => {
      state.empty = true;
    },
  },
  {
    name: 'domains-error',
    path: '/settings/sender-domains',
    prepare: (state) => state.fail.add('/sender-domains'),
    ready: '[role=alert]',
    schemes: ['light'],
    sizes: ['wide'],
  },
  {
    name: 'domains-new',
    path: '/settings/sender-domains',
    ready: "main a[href*='sender-domains/9']",
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Nytt domene' }).click();
      await tab.locator('[role=dialog] form').waitFor();
    },
  },
  { name: 'domain', path: '/settings/sender-domains/901', ready: 'main code' },
  { name: 'domain-pending', path: '/settings/sender-domains/902', ready: 'main code', schemes: ['light'] },
  {
    name: 'domain-led',
    path: '/settings/sender-domains/902',
    ready: 'main code',
    prepare: leadKeys,
    schemes: ['light'],
  },
  { name: 'domain-rotated', path: '/settings/sender-domains/903', ready: 'main code', schemes: ['light'] },
  { name: 'domain-reports', path: '/settings/sender-domains/901/reports', ready: 'main h3' },
  {
    name: 'domain-reports-empty',
    path: '/settings/sender-domains/902/reports',
    ready: 'text=Ingen rapporter ennå',
    schemes: ['light'],
  },
  {
    name: 'domain-reports-error',
    path: '/settings/sender-domains/901/reports',
    prepare: (state) => state.fail.add('/sender-domains/901/reports'),
    ready: '[role=alert]',
    schemes: ['light'],
    sizes: ['wide'],
  },
  {
    name: 'domain-mta-sts',
    path: '/settings/sender-domains/901',
    ready: 'main code',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Krev kryptering' }).click();
      await tab.locator('[role=dialog] input[type=checkbox]').waitFor();
    },
  },
  {
    name: 'domain-lost',
    path: '/settings/sender-domains/901',
    ready: 'main [role=alert]',
    prepare: lose,
    schemes: ['light'],
  },
  {
    name: 'domain-mail',
    path: '/settings/sender-domains/902',
    ready: 'main code',
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Skriv til den som styrer DNS' }).click();
      await tab.locator('[role=dialog] textarea').first().waitFor();
    },
  },
);
const paused = (state) => {
  state.incidents = [incident];
};
const refused = (state) => {
  state.incidents = [listed, incident];
};
const openMore = (tab) => tab.locator('button[aria-haspopup=menu]').filter({ hasText: /^Mer$/ }).click();
const makeRule = async (tab) => {
  await tab.locator(first).first().click();
  await tab.getByRole('dialog').getByRole('button', { name: 'Lag en regel' }).click();
  await tab.getByLabel('Ord regelen ser etter').fill('Brevet ble ikke sluppet inn');
  await tab.getByLabel('Hva de betyr', { exact: true }).first().click();
  await tab.getByRole('option', { name: 'Ukjent mottaker' }).click();
  await tab.getByRole('button', { name: 'Prøv på tidligere returer' }).click();
  await tab.getByText('2 av 214 returer ville blitt bedømt annerledes').waitFor();
};
PAGES.push(
  { name: 'returns', path: '/email/returns', ready: 'text=bygg@stad.example' },
  { name: 'returns-rule', path: '/email/returns', ready: 'text=bygg@stad.example', act: makeRule },
  {
    name: 'returns-matched',
    path: '/email/returns?open=%223%22',
    ready: first,
    act: (tab) => tab.getByRole('button', { name: 'Den gjelder denne e-posten' }).waitFor(),
  },
  {
    name: 'returns-rules',
    path: '/email/returns',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Egne regler' }).click();
      await tab.getByRole('button', { name: /^Endre: kontoen er sovende/ }).waitFor();
    },
  },
  {
    name: 'returns-done',
    path: '/email/returns?done=true',
    ready: 'text=kai@lager.example',
    schemes: ['light'],
  },
  {
    name: 'addresses-past-incidents',
    path: '/email/blocked-addresses',
    ready: first,
    schemes: ['light'],
    prepare: (state) => {
      state.incidents = [pastIncident];
    },
    act: async (tab) => {
      await tab.getByText('Tidligere hendelser').click();
      await tab.getByText('havnenett.example').waitFor();
    },
  },
  {
    name: 'addresses-by-returns',
    path: '/email/blocked-addresses?sort=returns',
    ready: first,
    schemes: ['light'],
    sizes: ['wide'],
    prepare: (state) => {
      state.preferences = {
        'list.blocked-addresses': { grouped: true, shown: ['host', 'changed_by', 'words'] },
      };
    },
  },
  {
    name: 'returns-empty',
    path: '/email/returns',
    ready: 'text=Ingenting å se på',
    schemes: ['light'],
    prepare: (state) => {
      state.empty = true;
    },
  },
  {
    name: 'addresses-incident',
    path: '/email/blocked-addresses',
    ready: 'main [role=alert]',
    prepare: paused,
    act: (tab) => tab.locator(first).first().waitFor(),
  },
  {
    name: 'addresses-listed',
    path: '/email/blocked-addresses',
    ready: 'main [role=alert]',
    prepare: refused,
  },
  { name: 'alarm-incident', path: '/cases', ready: 'main [role=alert]', prepare: paused },
  { name: 'alarm-listed', path: '/cases', ready: 'main [role=alert]', prepare: refused },
  {
    name: 'addresses-actions',
    path: '/email/blocked-addresses',
    ready: first,
    act: async (tab) => {
      await selectTwo(tab);
      await openMore(tab);
      await tab.getByRole('menuitem', { name: 'Legg til i utvalg …' }).waitFor();
    },
  },
  {
    name: 'addresses-to-list',
    path: '/email/blocked-addresses',
    ready: first,
    act: async (tab) => {
      await selectTwo(tab);
      await openMore(tab);
      await tab.getByRole('menuitem', { name: 'Legg til i utvalg …' }).click();
      await tab.getByRole('dialog').getByLabel('Nytt utvalg').waitFor();
    },
  },
  {
    name: 'addresses-import',
    path: '/email/blocked-addresses',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Importer og eksporter' }).click();
      await tab.getByRole('menuitem', { name: 'Importer en blokkeringsliste' }).click();
      const file = { name: 'bounces.csv', mimeType: 'text/csv', buffer: Buffer.from('email\n') };
      await tab.locator('input[type=file]').last().setInputFiles([file]);
      // What it says depends on whether the list was looked at already.
      await tab
        .getByRole('dialog')
        .getByRole('button', { name: /^(Importer|Blokker)/ })
        .click();
      await tab.getByText(/adresser ble blokkert/).waitFor();
    },
  },
  { name: 'people-selections', path: '/people/selections', ready: 'text=Serviceavtale 2027' },
  {
    name: 'people-projects',
    path: '/people/projects',
    ready: 'text=Nytt anlegg på Haugen',
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Nytt prosjekt' }).click();
      await tab.getByRole('dialog').getByLabel('Navn').waitFor();
    },
  },
  {
    name: 'persons-import',
    path: '/people/persons',
    ready: first,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Filer' }).click();
      await tab.getByRole('menuitem', { name: 'Importer personer' }).click();
      const file = { name: 'kunder.csv', mimeType: 'text/csv', buffer: Buffer.from('Navn;E-post') };
      await tab.locator('input[type=file]').last().setInputFiles([file]);
      await tab.getByText('ola.li@hotmail.com').waitFor();
    },
  },
  {
    name: 'persons-imported',
    path: '/people/persons',
    ready: first,
    schemes: ['light'],
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Filer' }).click();
      await tab.getByRole('menuitem', { name: 'Importer personer' }).click();
      const file = { name: 'kunder.csv', mimeType: 'text/csv', buffer: Buffer.from('Navn;E-post') };
      await tab.locator('input[type=file]').last().setInputFiles([file]);
      await tab.getByRole('button', { name: /^Importer 1/ }).click();
      await tab.getByText('Importen er ferdig').waitFor();
    },
  },
  {
    name: 'address-clear',
    path: '/email/blocked-addresses',
    ready: first,
    schemes: ['light'],
    act: async (tab) => {
      await openFirst(tab);
      await tab.getByRole('dialog').getByRole('button', { name: 'Opphev blokkeringen' }).click();
      await tab.getByLabel('Hvorfor', { exact: true }).waitFor();
    },
  },
  {
    name: 'addresses-cleared',
    path: '/email/blocked-addresses?shelf=cleared',
    ready: first,
  },
  {
    name: 'address-cleared-open',
    path: '/email/blocked-addresses?shelf=cleared&job=%22599%22',
    ready: first,
    schemes: ['light'],
    act: openFirst,
  },
  {
    name: 'addresses-by-fault',
    path: '/email/blocked-addresses?sort=fault',
    ready: first,
    schemes: ['light'],
    prepare: (state) => {
      state.preferences = { 'list.blocked-addresses': { grouped: true, shown: ['fault', 'reason'] } };
    },
  },
  {
    name: 'people-in-list',
    path: '/people/persons?list=%221%22',
    ready: first,
    act: (tab) => tab.getByText('Utvalg: Serviceavtale 2027').waitFor(),
  },
  {
    name: 'people-in-list-selected',
    path: '/people/persons?list=%221%22',
    ready: first,
    schemes: ['light'],
    act: async (tab) => {
      await selectTwo(tab);
      await tab.getByRole('button', { name: 'Ta ut' }).waitFor();
    },
  },
  { name: 'case-delayed', path: '/cases/1004', ready: 'article' },
  {
    name: 'case-delayed-elsewhere',
    path: '/cases/1004',
    ready: 'article',
    prepare: (state) => {
      const until = ahead(2 * 24 * 3_600_000);
      state.told = {
        text: '452 4.2.2 Mailbox full',
        meaning: meaning('mailbox-full'),
        failure: { class: 'mailbox-full', links_may_help: false, elsewhere: { host: 'mx1.epost.no', until } },
        delivery: { state: 'sent', words: '250 OK', meaning: null, next_attempt_at: null },
      };
    },
  },
  {
    name: 'case-moved',
    path: '/cases/1002',
    ready: 'article',
    prepare: (state) => {
      state.told = {
        text: '551 5.1.6 User not local; please try <bjorg@odegard.example>',
        meaning: meaning('mailbox-moved', { new_address: 'bjorg@odegard.example' }),
      };
    },
  },
  {
    name: 'case-given-up',
    path: '/cases/1002',
    ready: 'article',
    prepare: (state) => {
      state.told = {
        text: '452 4.2.2 Mailbox full',
        meaning: meaning('mailbox-full', { gave_up_after_s: 5 * 86_400 }),
      };
    },
  },
  {
    name: 'case-to-blocked',
    path: '/cases/1000',
    ready: 'article',
    act: async (tab) => {
      await write(tab, 'f');
      const to = tab.getByLabel('Til', { exact: true });
      await to.fill('post@nedlagt-bedrift.no');
      await to.press('Enter');
      await tab.getByText('Domenet finnes ikke').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'domain-unanswered',
    path: '/settings/sender-domains/902',
    ready: 'main code',
    prepare: darken,
    act: (tab) => tab.getByText('Sjekk DNS først').first().scrollIntoViewIfNeeded(),
  },
  {
    name: 'domain-mail-unanswered',
    path: '/settings/sender-domains/902',
    ready: 'main code',
    prepare: darken,
    act: async (tab) => {
      await tab.getByRole('button', { name: 'Skriv til den som styrer DNS' }).click();
      await tab.locator('[role=dialog] textarea').first().waitFor();
    },
  },
);
/** The senders whose mail would be refused, or leave from another address. */
const doubtful = (point, level) => (state) => {
  state.senderPoints = () => [{ point, level }];
};
PAGES.push(
  {
    name: 'mailbox-sender-note',
    path: '/email/mailboxes?open=%2251%22',
    ready: '[role=dialog] [data-level=warn]',
    prepare: doubtful('no_sender_domain', 'warn'),
  },
  {
    name: 'case-sender-note',
    path: '/cases/1000',
    ready: 'article',
    prepare: doubtful('dmarc_fails', 'warn'),
    act: async (tab) => {
      await tab.locator('[contenteditable]').click();
      await tab.keyboard.type('Hei');
      await tab.locator('[data-level=warn]').waitFor();
      // The buttons at the foot cover the end of the text by half on a phone.
      await tab.locator('[contenteditable]').evaluate((text) => {
        for (let within = text.parentElement; within; within = within.parentElement)
          within.scrollTop = within.scrollHeight;
      });
    },
  },
  {
    name: 'profile-outgoing-note',
    path: '/profile/outgoing',
    ready: 'main [data-level=refuse]',
    prepare: doubtful('free_mail', 'refuse'),
  },
);
