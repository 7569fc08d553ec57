import { fireEvent, screen, within } from '@testing-library/react';
import { useRef, useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ListMember } from '@/lib/api/types';
import { show } from '@/test/Render';
import { ListMembersField } from './ListMembersField';

afterEach(() => vi.unstubAllGlobals());

const checked = (input: string) => ({
  input,
  address: input,
  verdict: input.endsWith('@hotmial.example') ? 'bad' : 'doubtful',
  error: null,
  mail_hosts: 'mx',
  suggestion: input.includes('hotmial') ? input.replace('hotmial', 'hotmail') : null,
  role: false,
  disposable: false,
  blocked: null,
});

function Field() {
  const [members, setMembers] = useState<ListMember[]>([]);
  const [text, onText] = useState('');
  const box = { ref: useRef<HTMLTextAreaElement>(null), text, error: undefined, onText };
  return <ListMembersField value={members} locked={false} onChange={setMembers} paste={box} />;
}

const paste = (text: string) => {
  fireEvent.change(screen.getByRole('textbox', { name: 'Paste addresses' }), { target: { value: text } });
  fireEvent.click(screen.getByRole('button', { name: 'Check and add' }));
};

beforeEach(() =>
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/addresses/check')) return Response.json({ rows: [] });
    const { addresses } = (await request.json()) as { addresses: string[] };
    return Response.json({ rows: addresses.map(checked) });
  }),
);

test('an address that was mistyped is mended where the list tells of it', async () => {
  show(<Field />);
  paste('Ola;ola@hotmial.com\nkari@nord.no');
  fireEvent.click(await screen.findByRole('button', { name: 'Use ola@hotmail.com' }));
  expect(screen.getByText('ola@hotmail.com')).toBeDefined();
  expect(screen.queryByText(/hotmial/)).toBeNull();
  expect(screen.getByText('kari@nord.no')).toBeDefined();
});

test('the keyboard goes on from one that was mended to the next, and then to where they were pasted', async () => {
  show(<Field />);
  paste('ola@hotmial.com\nkari@hotmial.com');
  const use = (name: string) => screen.getByRole('button', { name: `Use ${name}@hotmail.com` });
  (await screen.findByRole('button', { name: 'Use ola@hotmail.com' })).focus();
  fireEvent.click(use('ola'));
  expect(document.activeElement).toBe(use('kari'));
  fireEvent.click(use('kari'));
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Paste addresses' }));
});

const inIt = () =>
  within(screen.getByRole('list', { name: 'Members' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Paste addresses' });

test('what is left to be mended keeps its name and its place, and so does what was mended', async () => {
  show(<Field />);
  paste('Kari Li <kari@nord.no>, Ola Li <ola@hotmial.example>; "Nabo, Eva" <eva@nord>, Per <per@nord.no>');
  const use = await screen.findByRole('button', { name: 'Use ola@hotmail.example' });
  expect(box().value).toBe('Ola Li <ola@hotmial.example>\n"Nabo, Eva" <eva@nord>');
  fireEvent.click(use);
  expect(inIt()).toEqual(['Kari Likari@nord.no', 'Ola Liola@hotmail.example', 'Perper@nord.no']);
  expect(box().value).toBe('"Nabo, Eva" <eva@nord>');
});

test('what is told of a paste names its own lines, and of what was left those that it had', async () => {
  show(<Field />);
  paste('per@nord.no\nkari@nord.no\nola@nord');
  expect(await screen.findByText(/^Line 3, “ola@nord”/)).toBeDefined();
  paste(`${box().value}\nanne@nord.no\neva@nord`);
  expect(await screen.findByText(/^Line 2, “eva@nord”/)).toBeDefined();
  expect(screen.getByText(/^Line 3, “ola@nord”/)).toBeDefined();
});

test('a name that comes later is put beside the address', async () => {
  show(<Field />);
  paste('kari@nord.no; per@nord.no');
  expect(await screen.findByText('kari@nord.no')).toBeDefined();
  paste('Kari Li <kari@nord.no>');
  expect(await screen.findByText('Kari Li')).toBeDefined();
  expect(inIt()).toEqual(['Kari Likari@nord.no', 'per@nord.no']);
});
