import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { TemplateSummary } from '@/lib/api/types';
import { show } from '@/test/Render';
import { TemplateList } from './TemplateList';

const template = (id: string, name: string, files: number, recipients: number): TemplateSummary => ({
  id,
  name,
  description: '',
  folder: '',
  active: true,
  default_language: 'nb',
  languages: ['nb'],
  files,
  recipients,
  identity_id: null,
  updated_at: '2026-03-01T10:00:00Z',
  deleted_at: null,
});

test('a template says how many files and recipients it brings, and nothing where it brings none', () => {
  show(
    <TemplateList
      templates={[template('1', 'With all', 1, 2), template('2', 'Text alone', 0, 0)]}
      onOpen={() => {}}
    />,
  );
  const all = within(screen.getByRole('button', { name: /With all/ }));
  expect(all.getByText('1 file')).toBeDefined();
  expect(all.getByText('2 recipients')).toBeDefined();
  const bare = screen.getByRole('button', { name: /Text alone/ });
  expect(bare.textContent).not.toMatch(/file|recipient/);
});
