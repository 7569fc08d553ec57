import { expect, test } from 'vitest';
import { NAME_MAX, withName, withNames, withoutNames } from './named-recipients';
import { tellNames, toldName } from './told-names';

test('an address travels with the name that came with it, quoted where signs ask for it', () => {
  tellNames([
    { address: 'kari@nord.no', name: 'Kari Nordmann' },
    { address: 'ola@nord.no', name: 'Li, Ola "Olli" \\' },
    { address: 'ase@nord.no', name: ' Åse\r\nBcc: x@nord.no ' },
  ]);
  expect(withName('KARI@nord.no')).toBe('Kari Nordmann <KARI@nord.no>');
  expect(withName('ola@nord.no')).toBe('"Li, Ola \\"Olli\\" \\\\" <ola@nord.no>');
  expect(withName('ase@nord.no')).toBe('"Åse Bcc: x@nord.no" <ase@nord.no>');
  for (const typed of ['per@nord.no', 'list:7', 'kari@']) expect(withName(typed)).toBe(typed);
});

test('a name that is too long for the server is cut where the server would refuse it', () => {
  tellNames([{ address: 'lang@nord.no', name: '😀'.repeat(NAME_MAX + 1) }]);
  expect(withName('lang@nord.no')).toBe(`${'😀'.repeat(NAME_MAX)} <lang@nord.no>`);
});

test('a draft that comes back has its addresses in the fields, and their names are known', () => {
  const typed = {
    to: ['Eva Li <eva@nord.no>', 'list:7', 'kari@'],
    cc: ['"Li, Nils \\"N\\"" <nils@nord.no>'],
    bcc: [],
    text: 'Hei',
  };
  const shown = withoutNames(typed);
  expect(shown).toEqual({
    to: ['eva@nord.no', 'list:7', 'kari@'],
    cc: ['nils@nord.no'],
    bcc: [],
    text: 'Hei',
  });
  expect([toldName('eva@nord.no'), toldName('nils@nord.no')]).toEqual(['Eva Li', 'Li, Nils "N"']);
  expect(withNames(shown)).toEqual(typed);
  expect(withNames({ to: null, text: 'Hei' })).toEqual({ to: null, text: 'Hei' });
});
