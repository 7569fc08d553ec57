import { expect, test } from 'vitest';
import type { Template } from '@/lib/api/types';
import { byFolder, inputOf, valuesOf } from './template-form';

const template: Template = {
  id: '1',
  name: 'Takk',
  description: '',
  folder: 'Salg',
  active: true,
  default_language: 'sv',
  identity_id: null,
  recipients: { to: [], cc: ['arkiv@nord.example'], bcc: [] },
  files: [],
  versions: [{ language: 'sv', subject: '', text: 'Hej', html: null }],
  updated_at: '2026-11-22T13:20:00Z',
  updated_by: null,
  version: 1,
};

test('only the languages that were written in are sent', () => {
  const values = valuesOf(template, 'nb');
  expect(values.versions.nb).toEqual({ subject: '', text: '', html: null });
  values.versions.en = { subject: '  ', text: '\n', html: null };
  expect(inputOf(values).versions).toEqual([{ language: 'sv', subject: '', text: 'Hej', html: null }]);
  expect(inputOf(values).default_language).toBe('sv');
});

test('a subject without a text is sent, so that the server can say what is missing', () => {
  const values = valuesOf(null, 'nb');
  values.versions.nb = { subject: 'Om saken', text: '', html: null };
  expect(inputOf(values).versions).toEqual([{ language: 'nb', subject: 'Om saken', text: '', html: null }]);
});

test('templates stand under their folders, whatever the case', () => {
  const rows = ['', 'Salg', 'salg', 'Support'].map((folder) => ({ folder }));
  expect(byFolder(rows).map((group) => group.rows.length)).toEqual([1, 2, 1]);
});
