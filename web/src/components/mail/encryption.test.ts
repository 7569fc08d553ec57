import i18n from 'i18next';
import { expect, test } from 'vitest';
import { showLanguage } from '@/lib/i18n';
import { LANGUAGES } from '@/lib/i18n/language';
import { encryptionWords, triedOutWords } from './encryption';

test.each(LANGUAGES)('each grade of encryption has words of its own in %s', async (language) => {
  await showLanguage(language);
  const grades = ['plain', 'opportunistic', 'verified', 'mta-sts', 'dane'] as const;
  const words = grades.map((grade) =>
    encryptionWords(
      {
        tls: grade !== 'plain',
        encryption: { grade, version: 'TLS 1.3', tested: null },
        result: 'delivered',
      },
      i18n.t,
    ),
  );
  expect(new Set(words).size).toBe(grades.length);
  for (const text of words.slice(1)) expect(text).toContain('TLS 1.3');
  expect(words.join()).not.toContain('encryption.');
});

test('an old attempt says whether it was encrypted', async () => {
  await showLanguage('en');
  const old = { encryption: null, result: 'delivered' } as const;
  expect(encryptionWords({ ...old, tls: true }, i18n.t)).toBe('encrypted');
  expect(encryptionWords({ ...old, tls: false }, i18n.t)).toBe('not encrypted');
  expect(triedOutWords({ encryption: null }, i18n.t)).toEqual([]);
});

test('where nobody was spoken to nothing is said of encryption', () => {
  const none = { tls: false, encryption: null } as const;
  for (const result of ['deferred', 'failed'] as const)
    expect(encryptionWords({ ...none, result }, i18n.t)).toBe('');
});

test('what a trial of MTA-STS found is told', async () => {
  await showLanguage('en');
  const of = (tested: boolean) =>
    triedOutWords({ encryption: { grade: 'plain', version: null, tested } }, i18n.t).join();
  expect(of(true)).toContain('meets');
  expect(of(false)).toContain('does not meet');
});
