// Beside every setting stands what it does: a description under the field, or a mark that explains it.

/** Where settings are: each field there is one. */
const SETTINGS = /^\/(settings|profile|email\/(mailboxes|filters)|people)/;

/** The fields without a word of help. */
export async function checkHelp(tab, page) {
  if (!SETTINGS.test(page.path)) return [];
  return tab.evaluate(() => {
    const forms = [...document.querySelectorAll('[role=dialog] form')];
    const places = forms.length > 0 ? forms : [...document.querySelectorAll('main')];
    const fields = places.flatMap((place) => [
      ...place.querySelectorAll('input:not([type=hidden], [type=file]), textarea, select'),
    ]);
    const isShown = (field) => field.getClientRects().length > 0;
    // Lists are searched and narrowed by fields that are no settings; a table explains its column once.
    const isSetting = (field) => !field.closest('[role=grid], search');
    const described = (field) => {
      const ids = (field.getAttribute('aria-describedby') ?? '').split(/\s+/);
      return ids.some((id) => id && document.getElementById(id)?.textContent.trim());
    };
    // The help of the page speaks of what its list shows of each item.
    const pageHelp = document.querySelector('main h1 ~ * [data-help], main header [data-help]');
    const explained = (field) => {
      if (pageHelp && field.closest('main li') && forms.length === 0) return true;
      const inputs = 'input:not([type=hidden]), textarea, select';
      for (let near = field.parentElement; near && !places.includes(near); near = near.parentElement) {
        const group = near.matches('fieldset, [role=radiogroup], [role=group]');
        // Fields that are answers to one question share its help.
        if (group && (described(near) || near.querySelector(':scope > legend [data-help]'))) return true;
        if (!group && near.querySelectorAll(inputs).length === 1 && near.querySelector('[data-help]'))
          return true;
      }
      return false;
    };
    const named = (field) =>
      field.labels?.[0]?.textContent || field.getAttribute('aria-label') || field.placeholder || field.id;
    const bare = fields.filter(
      (field) => isShown(field) && isSetting(field) && !described(field) && !explained(field),
    );
    return bare.map((field) => `the setting «${named(field)}» has neither description nor help`);
  });
}
