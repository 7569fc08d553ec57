import { afterEach, expect, test, vi } from 'vitest';
import type { Case, DraftInput } from '@/lib/api/types';
import { forgetName, tellNames, toldName } from '@/lib/mail/told-names';
import { sessionWith } from '@/test/Render';
import { putDraft, putDraftAtLast } from './drafts';
import { withPending } from './send-reply';
import { findNewDraft, keepNewDraft, keepNewDraftAtLast } from './start-case';

afterEach(() => vi.unstubAllGlobals());

const kari = 'Kari Nordmann <kari@nord.no>';

test('drafts are kept with the names of their recipients, also as the page goes away, and a look tells no names', async () => {
  tellNames([{ address: 'kari@nord.no', name: 'Kari Nordmann' }]);
  const kept: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request | string, init?: RequestInit) => {
    const asked =
      typeof request === 'string' ? new Request(new URL(request, 'http://x.test'), init) : request;
    if (asked.method === 'PUT') kept.push(((await asked.json()) as DraftInput).to);
    return Response.json({ to: [kari, 'list:7'], cc: [], bcc: [], version: 1 });
  });
  const body = { text: 'Hei', to: ['kari@nord.no', 'per@nord.no'] };
  await putDraft('1', 'reply', body);
  await putDraftAtLast('1', 'reply', body);
  await keepNewDraft('a'.repeat(32), body);
  await keepNewDraftAtLast('a'.repeat(32), body);
  expect(kept).toEqual(Array.from({ length: 4 }, () => [kari, 'per@nord.no']));
  forgetName('kari@nord.no');
  expect((await findNewDraft('a'.repeat(32)))?.version).toBe(1);
  expect(toldName('kari@nord.no')).toBeUndefined();
});

test('an answer that is on its way shows the names that it takes along', () => {
  tellNames([{ address: 'kari@nord.no', name: 'Kari Nordmann' }]);
  const shown = { title: 'Order', customer_address: 'ola@nord.no', messages: [] } as unknown as Case;
  const reply = { text: 'Hei', to: ['kari@nord.no'] };
  const [message] = withPending(shown, { reply, files: [] }, sessionWith().user).messages;
  expect(message?.to).toEqual([{ name: 'Kari Nordmann', address: 'kari@nord.no' }]);
});
