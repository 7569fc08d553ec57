import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { MailboxDetail } from '@/lib/api/types';
import { show } from '@/test/Render';
import { valuesOf } from '../mailbox-form';
import { MailboxForm } from './MailboxForm';

const api = vi.hoisted(() => ({ GET: vi.fn(), PATCH: vi.fn() }));
vi.mock('@/lib/api/client', () => ({ api, take: (answer: Promise<unknown>) => answer }));
api.GET.mockResolvedValue({ rows: [], next: null, address: 'post@example.no', points: [] });
// What a field that grows with its text listens to, and this browser lacks.
Object.defineProperty(document, 'fonts', { value: new EventTarget() });

/** A mailbox that is received for, as the server has it. */
function mailboxIn(state: MailboxDetail['health']['state'], open_cases = 0) {
  const values = { ...valuesOf(null, 'en'), address: 'post@example.no', protocol: 'smtp' as const };
  const health = { state, failures: 0, recognised: 0, last_error_code: null };
  return { ...values, id: '5', version: 5, oauth: null, health, open_cases } as unknown as MailboxDetail;
}

async function save(state: MailboxDetail['health']['state']) {
  const [onClose, onMade] = [vi.fn(), vi.fn()];
  show(
    <ConfirmProvider>
      <MailboxForm mailbox={mailboxIn('ok')} onClose={onClose} onMade={onMade} />
    </ConfirmProvider>,
  );
  api.PATCH.mockResolvedValue(mailboxIn(state));
  fireEvent.change(screen.getByLabelText('Name of the sender'), { target: { value: 'Post' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  return { onClose, onMade };
}

test('a mailbox that was changed to a provider stays open for the sign-in, and asks of no lost changes', async () => {
  const { onClose, onMade } = await save('sign_in');
  await waitFor(() => expect(onMade).toHaveBeenCalledWith('5'));
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.keyDown(screen.getByLabelText('Name of the sender'), { key: 'Escape' });
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});

test('one that works closes when it is saved', async () => {
  const { onClose, onMade } = await save('ok');
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(onMade).not.toHaveBeenCalled();
  expect(api.PATCH.mock.lastCall?.[1]).toMatchObject({ body: { seen_version: 5 } });
});

test('whoever deletes a mailbox is told how many of its cases are open, and how they are answered', async () => {
  show(
    <ConfirmProvider>
      <MailboxForm mailbox={mailboxIn('ok', 3)} onClose={vi.fn()} onMade={vi.fn()} />
    </ConfirmProvider>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  expect(await screen.findByText(/has 3 cases that are not closed.*takes over its cases/)).toBeDefined();
});
