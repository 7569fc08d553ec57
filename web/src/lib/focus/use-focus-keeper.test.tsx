import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useFocusKeeper } from './use-focus-keeper';

afterEach(cleanup);

const hasFocus = (text: string) => vi.waitFor(() => expect(document.activeElement?.textContent).toBe(text));

function Page({ open }: { open: boolean }) {
  useFocusKeeper();
  return (
    <>
      <button type="button">opener</button>
      {open && (
        <div role="dialog" tabIndex={-1}>
          <button type="button">inside</button>
        </div>
      )}
    </>
  );
}

test('the focus is back at what opened a dialog when the dialog goes', async () => {
  const view = render(<Page open={false} />);
  view.getByText('opener').focus();
  view.rerender(<Page open />);
  view.getByText('inside').focus();
  view.rerender(<Page open={false} />);
  await hasFocus('opener');
});
