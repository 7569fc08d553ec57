import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { AnotherWay } from './AnotherWay';

afterEach(() => vi.unstubAllGlobals());

test('who may not send a mail another way reads why before choosing anything', async () => {
  show(<AnotherWay which={{ ids: ['7'] }} kept="Siri sends it herself." />, 'outbox');
  const button = await screen.findByRole('button', { name: 'Send another way' });
  expect(button.hasAttribute('disabled')).toBe(true);
  const described = button.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(described)?.textContent).toBe('Siri sends it herself.');
});

test('the author sends a mail of her own another way without the outbox', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname;
    if (request.method === 'GET') {
      asked.push(path);
      const way = { way: 'installation', kind: 'direct', host: null, closed: null };
      return Response.json({ rows: [way] });
    }
    asked.push([path, await request.json()]);
    return new Response(null, { status: 204 });
  });
  show(
    <>
      <Notifications />
      <AnotherWay which={{ own: '7' }} />
    </>,
    'cases_own',
  );
  fireEvent.click(await screen.findByRole('button', { name: 'Send another way' }));
  fireEvent.click(await screen.findByRole('radio', { name: /Through the shared server/ }));
  fireEvent.click(screen.getByRole('button', { name: 'Send it this way' }));
  const sent = ['/api/v1/sent/7/way', { way: 'installation', why: '' }];
  await waitFor(() => expect(asked).toEqual(expect.arrayContaining(['/api/v1/sent/ways', sent])));
  expect(asked).not.toContain('/api/v1/outbox/ways');
});
