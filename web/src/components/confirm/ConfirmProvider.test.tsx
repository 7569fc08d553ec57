import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { ConfirmProvider, useConfirm } from './ConfirmProvider';

function Ask({ harmless }: { harmless?: boolean }) {
  const confirm = useConfirm();
  return (
    <button type="button" onClick={() => void confirm({ title: 'Sure?', action: 'Do it', harmless })}>
      ask
    </button>
  );
}

async function lookOf(harmless?: boolean) {
  const { unmount } = show(
    <ConfirmProvider>
      <Ask harmless={harmless} />
    </ConfirmProvider>,
  );
  fireEvent.click(screen.getByText('ask'));
  const style = (await screen.findByRole('button', { name: 'Do it' })).getAttribute('style');
  unmount();
  return style;
}

test('the button of a deed that loses nothing does not warn', async () => {
  expect(await lookOf()).toContain('red');
  expect(await lookOf(true)).not.toContain('red');
});
