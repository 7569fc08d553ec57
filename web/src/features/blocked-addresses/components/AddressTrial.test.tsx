import { Notifications } from '@mantine/notifications';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { EndTrial, PutOnTrial } from '@/components/address/TrialActions';
import { useTrialSentence } from '@/components/address/use-trial-sentence';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { TrialOfAddress } from './AddressTrial';

const trial = {
  since: '2026-11-01T09:00:00Z',
  by: '3',
  by_mail: false,
  by_name: 'Ola Nordmann',
  outbox_id: null,
  taken_at: null,
  until: '2026-12-01T09:00:00Z',
};

afterEach(() => vi.unstubAllGlobals());

test('an address is put on trial after a question that says what follows, and a refusal is named', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push([new URL(request.url).pathname, await request.json()]);
    const refused = { id: '7', code: 'address.complained', detail: 'it complained' };
    return Response.json({ done: 0, failed: [refused] });
  });
  show(
    <ConfirmProvider>
      <Notifications />
      <PutOnTrial id="7" />
    </ConfirmProvider>,
    'outbox',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Put on trial' }));
  expect(await screen.findByText(/If it comes back, the block stays/)).toBeDefined();
  expect(asked).toEqual([]);
  const buttons = await screen.findAllByRole('button', { name: 'Put on trial' });
  fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
  await waitFor(() => expect(asked).toEqual([['/api/v1/blocked-addresses/trial', { ids: ['7'] }]]));
  expect(await screen.findByText(/Only its owner can ask for mail again/)).toBeDefined();
});

test('a trial is ended at once, and it is said that the block stays', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push([new URL(request.url).pathname, await request.json()]);
    return Response.json({ done: 1, failed: [] });
  });
  show(
    <>
      <Notifications />
      <EndTrial id="7" />
    </>,
    'outbox',
  );
  fireEvent.click(screen.getByRole('button', { name: 'End the trial' }));
  await waitFor(() => expect(asked).toEqual([['/api/v1/blocked-addresses/trial/end', { ids: ['7'] }]]));
  expect(await screen.findByText('The trial has ended. The address is blocked as before.')).toBeDefined();
});

test('a trial says by whom it is, and until when it waits for a mail', async () => {
  show(<TrialOfAddress trial={trial} scope="all" />, 'outbox');
  expect(
    await screen.findByText(/^The next mail is sent here\. If no mail is sent by .*, the block stays\.$/),
  ).toBeDefined();
  expect(screen.getByText('Ola Nordmann')).toBeDefined();
});

test('a trial of a block of mailings waits for a mailing', async () => {
  show(<TrialOfAddress trial={trial} scope="mailings" />, 'outbox');
  expect(
    await screen.findByText(
      /^The next mailing is sent here\. .* Answers in cases are sent, and try nothing\.$/,
    ),
  ).toBeDefined();
});

test('a trial that a mail began says so, and what follows when it stays', async () => {
  const begun = { ...trial, by_mail: true, outbox_id: '9', taken_at: trial.since };
  const Sentence = () => useTrialSentence()(begun, 'all');
  show(<Sentence />, 'outbox');
  expect(
    await screen.findByText(/^A mail that was sent here all the same was taken on .*lifted\./),
  ).toBeDefined();
});
