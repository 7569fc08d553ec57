import { expect, it } from 'vitest';
import { foldersOf } from './faq';

it('names each folder once, with those above it', () => {
  const entries = ['Kunde/Retur/Sko', 'Kunde/Retur', '', 'Abonnement'].map((folder) => ({ folder }));
  expect(foldersOf(entries)).toEqual(['Abonnement', 'Kunde', 'Kunde/Retur', 'Kunde/Retur/Sko']);
  expect(foldersOf([])).toEqual([]);
});
