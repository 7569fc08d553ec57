import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { BegunNotice } from './BegunNotice';

test('a mail that was begun says so, and another is begun only when its author is sure', async () => {
  const anew = vi.fn();
  show(
    <ConfirmProvider>
      <BegunNotice at="2026-11-01T08:00:00Z" onAnew={anew} />
    </ConfirmProvider>,
  );
  expect(screen.getByRole('status').textContent).toMatch(/you have begun, last changed 1 November 2026/);
  fireEvent.click(screen.getByRole('button', { name: 'Begin a new one' }));
  expect(anew).not.toHaveBeenCalled();
  fireEvent.click(await screen.findByRole('button', { name: 'Throw away and begin anew' }));
  await waitFor(() => expect(anew).toHaveBeenCalledOnce());
});
