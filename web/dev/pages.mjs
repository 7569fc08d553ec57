// The pages that are looked at and checked, each with what makes it interesting.
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
  { name: 'case', path: '/cases/1000', ready: 'article' },
  { name: 'case-failed', path: '/cases/1002', ready: 'article' },
  {
    name: 'case-comment',
    path: '/cases/1005',
    ready: 'article',
    schemes: ['light'],
    act: async (tab) => {
      await tab.keyboard.press('c');
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
