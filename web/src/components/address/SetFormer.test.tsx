import { Notifications, notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { NewAddress } from './NewAddress';
import { SetFormer } from './SetFormer';

const kari = { id: '7', name: 'Kari Nordmann', addresses: ['kari@fjord.no'], former: false, version: 3 };

/** The API that finds this person; notes what is changed. */
function serve(found: typeof kari) {
  const changed: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'PATCH') {
      changed.push(await request.json());
      return Response.json({ ...found, former: true });
    }
    return Response.json({ rows: [found], next: null, total: { count: 1, more: false } });
  });
  return changed;
}

const page = (address: string) =>
  show(
    <>
      <SetFormer address={address} />
      <Notifications />
    </>,
    'cases_all',
  );

afterEach(() => {
  notifications.clean();
  vi.unstubAllGlobals();
});

test('whoever has left is set as a former employee, and nothing else of him', async () => {
  const changed = serve(kari);
  page('Kari@fjord.no');
  fireEvent.click(await screen.findByRole('button', { name: 'Set Kari Nordmann as former employee' }));
  expect(await screen.findByText('Kari Nordmann is a former employee')).toBeDefined();
  expect(changed).toEqual([{ former: true, seen_version: 3 }]);
});

test('nobody is offered who has another address or has left already', async () => {
  let asked = 0;
  serve(kari);
  const served = globalThis.fetch;
  vi.stubGlobal('fetch', (request: Request) => {
    asked += 1;
    return served(request);
  });
  page('ola@fjord.no');
  await waitFor(() => expect(asked).toBeGreaterThan(0));
  expect(screen.queryByRole('button')).toBeNull();
});

test('whom words name instead is not told as a new address of the same person', () => {
  show(<NewAddress address="ola@fjord.no" isOther onWrite={() => undefined} />);
  expect(screen.getByRole('button', { name: 'Write to ola@fjord.no instead' })).toBeDefined();
});
