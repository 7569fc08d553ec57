import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import type { ListMember } from '@/lib/api/types';
import { show } from '@/test/Render';
import { ListMembersField } from './ListMembersField';

afterEach(() => vi.unstubAllGlobals());

const checked = (input: string) => ({
  input,
  address: input,
  verdict: 'doubtful',
  error: null,
  mail_hosts: 'mx',
  suggestion: input.includes('hotmial') ? input.replace('hotmial', 'hotmail') : null,
  role: false,
  disposable: false,
  blocked: null,
});

function Field() {
  const [members, setMembers] = useState<ListMember[]>([]);
  return <ListMembersField value={members} locked={false} onChange={setMembers} />;
}

test('an address that was mistyped is mended where the list tells of it', async () => {
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/addresses/check')) return Response.json({ rows: [] });
    const { addresses } = (await request.json()) as { addresses: string[] };
    return Response.json({ rows: addresses.map(checked) });
  });
  show(<Field />);
  const text = 'Ola;ola@hotmial.com\nkari@nord.no';
  fireEvent.change(screen.getByRole('textbox', { name: 'Paste addresses' }), { target: { value: text } });
  fireEvent.click(screen.getByRole('button', { name: 'Check and add' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Use ola@hotmail.com' }));
  expect(screen.getByText('ola@hotmail.com')).toBeDefined();
  expect(screen.queryByText(/hotmial/)).toBeNull();
  expect(screen.getByText('kari@nord.no')).toBeDefined();
});
