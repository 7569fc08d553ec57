import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { show } from '@/test/Render';
import { FormDrawer } from './FormDrawer';

function open(changed: boolean) {
  const onClose = vi.fn();
  show(
    <ConfirmProvider>
      <FormDrawer opened title="A form" onClose={onClose} onSubmit={vi.fn()} saving={false} changed={changed}>
        <input aria-label="Name" />
      </FormDrawer>
    </ConfirmProvider>,
  );
  return onClose;
}

test('a form without changes closes at once', async () => {
  const onClose = open(false);
  fireEvent.keyDown(screen.getByLabelText('Name'), { key: 'Escape' });
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});

test('a slip of the hand loses no changes: the drawer asks first', async () => {
  const onClose = open(true);
  fireEvent.keyDown(screen.getByLabelText('Name'), { key: 'Escape' });
  const discard = await screen.findByRole('button', { name: 'Discard' });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(discard);
  await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});
