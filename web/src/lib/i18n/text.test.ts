import { expect, test } from 'vitest';
import { textOf } from './text';

test('a text that speaks of something is told with it or not at all', () => {
  expect(textOf('problem.address.invalid', { address: 'kari' })).toMatch(/^“kari” is not/);
  expect(textOf('problem.address.invalid')).toBeUndefined();
  expect(textOf('problem.person.address_taken', { address: 'kari@x.test' })).toBeUndefined();
  expect(textOf('problem.person.no_address')).toBeDefined();
  expect(textOf('problem.nothing_of_this_name')).toBeUndefined();
});

test('why a mail of a selection waits is said in the language of the interface: such refusals come without values', () => {
  for (const code of ['destination_held', 'destination_held_by_operator', 'all_stopped', 'waits_for_server'])
    expect(textOf(`problem.outbox.${code}`)).toBeDefined();
});

test('an address or a domain in a text is told in the letters that people read, a name for DNS as it stands', () => {
  expect(textOf('problem.address.invalid', { address: 'a@xn--blbr-roah.no' })).toMatch(
    /^“a@blåbær\.no” is not/,
  );
  expect(textOf('mtaSts.placeHint', { dns_name: 'mta-sts.xn--blbr-roah.no' })).toContain('mta-sts.xn--blbr');
});
