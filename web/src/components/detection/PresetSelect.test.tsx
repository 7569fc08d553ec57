import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { PresetSelect } from './PresetSelect';
import { PRESETS } from './presets';

test('a provider that is chosen by name fills in its server', () => {
  const use = vi.fn();
  show(<PresetSelect service="smtp" host="" onUse={use} />);
  fireEvent.change(screen.getByLabelText('Provider'), { target: { value: 'gmail' } });
  expect(use).toHaveBeenCalledWith({ host: 'smtp.gmail.com', port: 465, security: 'tls' }, 'google');
});

test('whose server stands in the form is shown, and any other is another provider', () => {
  show(<PresetSelect service="imap" host="imap.one.com" onUse={vi.fn()} />);
  expect((screen.getByLabelText('Provider') as HTMLSelectElement).value).toBe('one');
  show(<PresetSelect service="imap" host="imap.example.no" onUse={vi.fn()} />);
  expect((screen.getAllByLabelText('Provider')[1] as HTMLSelectElement).value).toBe('');
});

test('of two providers with one server the one that was picked stays', () => {
  const shared = 'outlook.office365.com';
  show(<PresetSelect service="imap" host={shared} onUse={vi.fn()} />);
  const field = screen.getByLabelText('Provider') as HTMLSelectElement;
  expect(field.value).toBe('microsoft365');
  fireEvent.change(field, { target: { value: 'outlook' } });
  expect(field.value).toBe('outlook');
});

test('the list is the one that the search for settings has', () => {
  const path = join(process.cwd(), '../crates/policy/rules/detection/providers.toml');
  const known = readFileSync(path, 'utf8').split('[[provider]]').slice(1);
  const of = (text: string, key: string) => new RegExp(`^${key} = (.+)$`, 'm').exec(text)?.[1] ?? '';
  const server = (text: string, key: string, usual: number) => {
    const place = of(text, key);
    const port = Number(/port = (\d+)/.exec(place)?.[1] ?? usual);
    return {
      host: /host = "([^"]+)"/.exec(place)?.[1],
      port,
      security: /security = "([^"]+)"/.exec(place)?.[1] ?? 'tls',
    };
  };
  const word = (text: string, key: string) => of(text, key).replaceAll('"', '');
  const read = known.map((text) => ({
    id: word(text, 'id'),
    name: word(text, 'name'),
    ...(word(text, 'oauth') && { oauth: word(text, 'oauth') }),
    imap: server(text, 'imap', 993),
    smtp: server(text, 'smtp', 465),
  }));
  const sorted = (rows: { id: string }[]) => [...rows].sort((one, other) => one.id.localeCompare(other.id));
  expect(sorted(PRESETS)).toEqual(sorted(read));
});
