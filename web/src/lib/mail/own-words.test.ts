import i18n from 'i18next';
import { afterEach, expect, test } from 'vitest';
import { octets } from '@/lib/format/format';
import { showLanguage } from '@/lib/i18n';
import { ownWords } from './own-words';

afterEach(() => showLanguage('en'));

const LARGE =
  '`mx.a.test`: the mail is too large for this server: it has 30.1 MB, and the server takes at most 10.0 MB; send it with smaller files';

test('that a server announced less is said in the language of the interface, with its sizes', async () => {
  const say = (words: string) => ownWords(words, i18n.t, { octets: (size) => octets(size, 'nb') });
  await showLanguage('nb');
  expect(say(LARGE)).toBe(
    'E-posten er på 30,1 MB slik den sendes, og mx.a.test sier at den tar imot høyst 10 MB.',
  );
  expect(say(LARGE.replace('10.0 MB', '65536 octets'))).toContain('høyst 65,5 kB');
  expect(
    say(
      "cannot connect to `mx.a.test:25`: it leads into a private network, which is not allowed here; use the server's public name",
    ),
  ).toMatch(/mx\.a\.test:25 står i et privat nett\. .* før den som drifter Posthus, har åpnet for det/);
  expect(say('`mx.a.test`: the connection was refused')).toBeUndefined();
});

test.each([
  [
    'cannot connect to `mx.a.test:25`: the connection was refused; check the port, and that the server runs',
    'mx.a.test:25 avviste tilkoblingen.',
  ],
  [
    'cannot connect to `mx.a.test:25`: no answer within 30 seconds; check the host name',
    'mx.a.test:25 svarte ikke.',
  ],
  [
    'cannot connect to `mx.a.test:25`: it was passed over, since it did not answer at 10:00 UTC',
    'mx.a.test:25 svarte ikke.',
  ],
  [
    'not tried at the end, since the server had failed before: cannot connect to `mx.a.test:25`: there is no host or domain called `mx.a.test`; check the spelling',
    'Det finnes verken en server eller et domene som heter mx.a.test.',
  ],
  [
    'cannot connect to `mx.a.test:25`: the name servers for `mx.a.test` do not answer (timeout); it is tried again',
    'Navneserverne til mx.a.test svarer ikke.',
  ],
])('that nobody was spoken to is said in the language of the interface: %s', async (words, said) => {
  await showLanguage('nb');
  expect(ownWords(words, i18n.t, { octets: String })).toBe(said);
});
