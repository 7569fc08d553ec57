import { expect, test } from 'vitest';
import type { FileState } from '@/components/files/use-files';
import {
  type Brought,
  newFiles,
  newRecipients,
  type Standing,
  stillThere,
  without,
} from './template-brought';

const plain = (text: string) => ({ text, html: null });
const standing: Standing = {
  to: ['kari@kunde.no', 'per@kunde.no'],
  cc: ['list:7'],
  bcc: [],
  subject: 'Prisliste',
  value: plain('Hei'),
};
const brought: Brought = {
  name: 'Priser',
  to: ['per@kunde.no'],
  cc: ['list:7'],
  bcc: ['arkiv@nord.no'],
  keys: [1],
  subject: 'Prisliste',
  value: plain('Hei'),
};

test('what a template brought goes, and what its author typed or changed stays', () => {
  const rest = { to: ['kari@kunde.no'], cc: [], bcc: [], subject: '', value: plain('') };
  expect(without(standing, brought)).toEqual(rest);
  const changed = { ...standing, subject: 'Ny prisliste', value: plain('Hei Kari') };
  expect(without(changed, brought)).toEqual({
    ...rest,
    subject: 'Ny prisliste',
    value: plain('Hei Kari'),
  });
  expect(without(standing, undefined)).toBe(standing);
  expect(stillThere(standing, brought)).toBe(2);
});

test('recipients are only added, and nobody gets the mail twice', () => {
  const offered = { to: ['KARI@kunde.no', 'ola@kunde.no'], cc: ['ola@kunde.no'], bcc: ['list:7', 'list:8'] };
  expect(newRecipients(standing, offered)).toEqual({ to: ['ola@kunde.no'], cc: [], bcc: ['list:8'] });
});

test('a file goes once, and a picture of the text with it', () => {
  const upload = (id: string, name: string, size_octets = 5) => ({
    id,
    name,
    media_type: 'image/png',
    size_octets,
  });
  const file = (name: string, inline = false): FileState => ({
    key: 1,
    slot: 'reply',
    name,
    size_octets: 5,
    progress: 1,
    inline,
  });
  const offered = [upload('1', 'a.png'), upload('2', 'b.png'), upload('3', 'a.png', 6)];
  const names = (shown: string[]) => newFiles([file('a.png'), file('b.png', true)], offered, shown);
  expect(names([]).map(({ id }) => id)).toEqual(['2', '3']);
  expect(names(['1']).map(({ id }) => id)).toEqual(['1', '2', '3']);
});
