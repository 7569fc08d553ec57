import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { withName } from '@/lib/mail/named-recipients';
import { show } from '@/test/Render';
import { AddressField } from './AddressField';

const PERSON = { name: 'Kari Nordmann', addresses: ['kari@a.no'], company_name: 'Fjord AS', former: false };

afterEach(() => vi.unstubAllGlobals());

const pending = vi.fn();

function shown(begun: string[] = [], whole = false, answers: Record<string, unknown> = {}, alone = false) {
  const answer = (request: Request) => {
    const path = new URL(request.url).pathname;
    const rows = path.endsWith('/persons') ? [PERSON] : [];
    const asked = Object.entries(answers).find(([end]) => path.endsWith(end));
    return Promise.resolve(Response.json(asked?.[1] ?? { rows, next: null }));
  };
  vi.stubGlobal('fetch', vi.fn(answer));
  const said: string[][] = [];
  function Form() {
    const [value, setValue] = useState(begun);
    return (
      <AddressField
        label="To"
        whole={whole}
        alone={alone}
        onPending={pending}
        value={value}
        near={[{ address: 'per@b.no', name: 'Per Li' }]}
        onChange={(next) => {
          said.push(next);
          setValue(next);
        }}
      />
    );
  }
  show(<Form />);
  return { field: screen.getByRole('textbox', { name: 'To' }), said };
}

function paste(field: HTMLElement, text: string) {
  fireEvent.paste(field, { clipboardData: { getData: () => text } });
}

test('what is typed becomes chips at a comma, and at Enter', () => {
  const { field, said } = shown();
  fireEvent.change(field, { target: { value: 'ola@c.no' } });
  fireEvent.keyDown(field, { key: ',' });
  fireEvent.change(field, { target: { value: 'x@d.no' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(said.at(-1)).toEqual(['ola@c.no', 'x@d.no']);
});

test('a pasted list becomes a chip each, with its name, and nobody twice', () => {
  const { field, said } = shown(['per@b.no']);
  paste(field, 'Kari Nordmann <kari@a.no>, PER@b.no; "Li, Ola" <ola@c.no>');
  expect(said.at(-1)).toEqual(['per@b.no', 'kari@a.no', 'ola@c.no']);
  for (const name of ['Per Li', 'Kari Nordmann', 'Li, Ola']) expect(screen.getByText(name)).toBeTruthy();
});

test('rows of a spreadsheet are a chip each, with the name beside the address', () => {
  const { field, said } = shown();
  paste(field, 'Siv Moe\tsiv@a.no\r\nRune\tNæss\trune@c.no\r\ntom@d.no\tTom Eide\r\n');
  expect(said.at(-1)).toEqual(['siv@a.no', 'rune@c.no', 'tom@d.no']);
  for (const name of ['Siv Moe', 'Rune Næss', 'Tom Eide']) expect(screen.getByText(name)).toBeTruthy();
});

test('the name that a chip shows goes along with the mail, wherever it is known from', async () => {
  const { field } = shown(['per@b.no']);
  expect(screen.getByText('Per Li')).toBeTruthy();
  paste(field, 'Gro Dahl <gro@a.no>');
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: 'kar' } });
  await waitFor(() => expect(screen.getByText('kari@a.no · Fjord AS')).toBeTruthy());
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(['per@b.no', 'gro@a.no', 'kari@a.no'].map(withName)).toEqual([
    'Per Li <per@b.no>',
    'Gro Dahl <gro@a.no>',
    'Kari Nordmann <kari@a.no>',
  ]);
});

test('what is no address is marked, and said', () => {
  const { field } = shown();
  fireEvent.change(field, { target: { value: 'kari@' } });
  fireEvent.blur(field);
  expect(screen.getByText('kari@').closest('[data-wrong]')).not.toBeNull();
  expect(screen.getByText(/not a complete address/)).toBeTruthy();
});

test('of several that are no addresses each is named', () => {
  shown(['kari@', 'ola@c.no', 'per@']);
  expect(screen.getByText('kari@, per@ are not complete addresses')).toBeTruthy();
});

test('persons are found while somebody types, and chosen with the keyboard', async () => {
  const { field, said } = shown();
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: 'kar' } });
  await waitFor(() => expect(screen.getByText('kari@a.no · Fjord AS')).toBeTruthy());
  fireEvent.keyDown(field, { key: 'ArrowDown', code: 'ArrowDown' });
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(said.at(-1)).toEqual(['kari@a.no']);
});

test('Enter behind a name takes the first one that is offered, and behind an address that address', async () => {
  const { field, said } = shown();
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: 'kar' } });
  await waitFor(() => expect(screen.getByText('kari@a.no · Fjord AS')).toBeTruthy());
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(said.at(-1)).toEqual(['kari@a.no']);
  fireEvent.change(field, { target: { value: 'er@b.no' } });
  await waitFor(() => expect(screen.getByRole('option', { name: /Per Li/ })).toBeTruthy());
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(said.at(-1)).toEqual(['kari@a.no', 'er@b.no']);
});

test('Enter takes nobody who was offered for other words', async () => {
  const { field, said } = shown();
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: 'kar' } });
  await waitFor(() => expect(screen.getByText('kari@a.no · Fjord AS')).toBeTruthy());
  fireEvent.change(field, { target: { value: 'ola' } });
  fireEvent.keyDown(field, { key: 'Enter', code: 'Enter' });
  expect(said.at(-1)).toEqual(['ola']);
});

test('nobody is offered before somebody asks for it, and whoever is blocked is marked', async () => {
  const { field } = shown();
  vi.stubGlobal('fetch', (request: Request) => {
    const blocked = { scope: 'all', reason: 'hand', at: '2026-11-01T08:00:00Z', class: null, words: '' };
    const check = { input: 'per@b.no', address: 'per@b.no', verdict: 'good', blocked };
    const rows = request.url.endsWith('/addresses/check') ? [check] : [];
    return Promise.resolve(Response.json({ rows, next: null }));
  });
  fireEvent.focus(field);
  expect(screen.queryByRole('option', { name: /Per Li/ })).toBeNull();
  fireEvent.click(field);
  expect(await screen.findByRole('option', { name: /Per Li/ })).toBeDefined();
  await waitFor(() => expect(screen.getByRole('option', { name: /Blocked/ })).toBeDefined(), {
    timeout: 3000,
  });
});

test('the key that deletes takes the last one away', () => {
  const { field, said } = shown(['a@b.no', 'c@d.no']);
  fireEvent.keyDown(field, { key: 'Backspace' });
  expect(said.at(-1)).toEqual(['a@b.no']);
});

test('the address stands beside the name where it matters, and a chip is taken off with the keyboard', () => {
  const { said } = shown(['per@b.no'], true);
  expect(screen.getByText('per@b.no')).toBeTruthy();
  const remove = screen.getByRole('button', { name: 'Remove per@b.no' });
  expect(remove.tabIndex).toBe(0);
  // A trap of the focus, as in a drawer, passes over whatever has the attribute.
  expect(remove.hasAttribute('aria-hidden')).toBe(false);
  remove.focus();
  fireEvent.click(remove);
  expect(said.at(-1)).toEqual([]);
  expect(document.activeElement?.localName).toBe('input');
});

test('a name that was pasted stays with its address where it stands already, and in a field that comes later', () => {
  const { field, said } = shown(['eva@nord.no']);
  paste(field, 'Eva Nabo <eva@nord.no>, Ola Nabo <ola@nord.no>');
  expect(said.at(-1)).toEqual(['eva@nord.no', 'ola@nord.no']);
  expect(screen.getByText('Eva Nabo')).toBeDefined();
  cleanup();
  shown(['ola@nord.no']);
  expect(screen.getByText('Ola Nabo')).toBeDefined();
});

test('whom a list reaches stand in its place, in their order and with their names', async () => {
  const { said } = shown(['per@b.no', 'list:7', 'x@d.no'], false, {
    '/distribution-lists': { rows: [{ id: '7', name: 'The board', members: 2 }] },
    '/distribution-lists/7/recipients': {
      recipients: [
        { address: 'tor@nord.no', name: 'Tor Vik' },
        { address: 'anne@nord.no', name: null },
      ],
      left_out: [],
      max: 100,
    },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Who is in “The board”?' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Write to each address instead' }));
  expect(said.at(-1)).toEqual(['per@b.no', 'tor@nord.no', 'anne@nord.no', 'x@d.no']);
  expect(screen.getByText('Tor Vik')).toBeDefined();
});

test('where one address is asked for, another takes its place', () => {
  const { field, said } = shown(['per@b.no'], false, {}, true);
  fireEvent.change(field, { target: { value: 'ola@c.no' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(said.at(-1)).toEqual(['ola@c.no']);
  paste(field, 'y@e.no');
  expect(said.at(-1)).toEqual(['y@e.no']);
});

test('of several that are pasted where one has room none is lost, and it is said', () => {
  const { field, said } = shown([], false, {}, true);
  paste(field, 'kari@a.no\nola@c.no');
  fireEvent.blur(field);
  expect(said).toEqual([]);
  expect((field as HTMLInputElement).value).toBe('kari@a.no, ola@c.no');
  const why = screen.getByRole('alert');
  expect(why.textContent).toMatch(/room for one address alone/);
  expect(field.getAttribute('aria-describedby')).toBe(why.id);
  expect(pending).toHaveBeenLastCalledWith(true);
  fireEvent.change(field, { target: { value: 'ola@c.no' } });
  expect(screen.queryByText(/room for one address alone/)).toBeNull();
  expect(field.hasAttribute('aria-describedby')).toBe(false);
  expect(pending).toHaveBeenLastCalledWith(false);
  fireEvent.blur(field);
  expect(said).toEqual([['ola@c.no']]);
});

test('a wrong name is taken off with its chip, and is not there again where the address alone is typed', () => {
  localStorage.setItem(
    'posthus.preference.compose.recent',
    JSON.stringify([{ address: 'gry@x.no', name: 'Oslo Norge' }]),
  );
  const { field, said } = shown();
  paste(field, 'gry@x.no\tOslo\tNorge');
  expect(withName('gry@x.no')).toBe('Oslo Norge <gry@x.no>');
  fireEvent.keyDown(field, { key: 'Backspace' });
  fireEvent.change(field, { target: { value: 'gry@x.no' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(said.at(-1)).toEqual(['gry@x.no']);
  expect(screen.queryByText('Oslo Norge')).toBeNull();
  expect(withName('gry@x.no')).toBe('gry@x.no');
  // Who takes part is known by name all the same.
  paste(field, 'Li, Per <per@b.no>');
  fireEvent.keyDown(field, { key: 'Backspace' });
  fireEvent.change(field, { target: { value: 'per@b.no' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.getByText('Per Li')).toBeDefined();
});
