import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DistributionListInput } from '@/lib/api/types';
import { show } from '@/test/Render';
import { DistributionListDrawer } from './DistributionListDrawer';

const sent: DistributionListInput[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'POST') return Response.json({ rows: [], next: null });
    sent.push(await request.json());
    return Response.json({ id: '5' });
  });
});
afterEach(() => vi.unstubAllGlobals());

const fill = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

test('what was pasted and is not in the list holds it once, and is left out when its author says so', async () => {
  const onClose = vi.fn();
  show(<DistributionListDrawer list={undefined} onClose={onClose} />);
  fill('Name', 'The board');
  fill('Paste addresses', 'ola@');
  expect(screen.queryByText(/have not been added/)).toBeNull();
  press('Save');
  expect(screen.getByText(/have not been added/)).toBeDefined();
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Paste addresses' }));
  expect(sent).toEqual([]);
  press('Save without them');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent).toEqual([{ name: 'The board', description: '', shared: true, members: [] }]);
});

test('nothing holds it once the box is empty', async () => {
  const onClose = vi.fn();
  show(<DistributionListDrawer list={undefined} onClose={onClose} />);
  fill('Name', 'The board');
  fill('Paste addresses', 'ola@');
  press('Save');
  fill('Paste addresses', '');
  expect(screen.queryByRole('button', { name: 'Save without them' })).toBeNull();
  press('Save');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});
