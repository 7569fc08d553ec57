// A mail that was refused for its files, and the same again with links in their place.
import { ago, ahead, DAY, HOUR } from './mock-data.mjs';
import { meaning } from './mock-meaning.mjs';

const link = (id, name, size_octets, rest = {}) => ({
  id,
  name,
  media_type: 'application/pdf',
  size_octets,
  state: 'open',
  expires_at: ahead(29 * DAY),
  fetches: 0,
  fetches_max: 100,
  last_fetched_at: null,
  revoked_at: null,
  revoked_by_name: null,
  ...rest,
});

const WORDS = 'Hei,\n\nher er tegningene og den signerte kontrakten.\n\nVennlig hilsen\nIngrid Solberg';

export const linked = (row, { received, sent, failure, author, file }) => [
  received('1', row, 60 * 30, 'Hei, kan dere sende tegningene og kontrakten på nytt?'),
  sent('2', row, 60 * 5, author, WORDS, {
    delivery: { state: 'failed', words: null, next_attempt_at: null, held: false, can_be_taken_back: false },
    attachments: [
      file(0, 'tegninger.pdf', 'application/pdf', 21_400_000),
      file(1, 'kontrakt-signert.pdf', 'application/pdf', 2_130_000),
    ],
  }),
  {
    ...failure('3', row, 60 * 5 - 1),
    outbox_id: '82',
    text: '552 5.3.4 Message size exceeds fixed limit',
    failure: { class: 'too-large', links_may_help: true },
    meaning: meaning('too-large'),
  },
  sent('4', row, 60 * 4, author, WORDS, {
    links: [
      link('71', 'tegninger.pdf', 21_400_000, { fetches: 2, last_fetched_at: ago(HOUR) }),
      link('72', 'kontrakt-signert.pdf', 2_130_000),
      link('73', 'Prisliste for montører og underleverandører høsten 2026.pdf', 812_000, {
        state: 'revoked',
        revoked_at: ago(2 * HOUR),
        revoked_by_name: 'Lars Berg',
      }),
    ],
  }),
];
