import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { FileChips } from './FileChips';
import type { FileState } from './use-files';

const file = (name: string, rest: Partial<FileState> = {}): FileState => ({
  key: name.charCodeAt(0),
  slot: 'new',
  name,
  size_octets: 10,
  progress: 1,
  inline: false,
  file: new File(['x'], name),
  ...rest,
});

function Mail({ begun }: { begun: FileState[] }) {
  const [files, setFiles] = useState(begun);
  return (
    <main>
      <FileChips
        files={files}
        onRemove={({ key }) => setFiles(files.filter((one) => one.key !== key))}
        onRetry={({ key }) =>
          setFiles(files.map((one) => (one.key === key ? { ...one, error: undefined, waits: true } : one)))
        }
      />
      <button type="button">Attach</button>
    </main>
  );
}

/** Presses a button as the keyboard does: it has the focus. */
function press(name: string | RegExp) {
  const button = screen.getByRole('button', { name });
  button.focus();
  fireEvent.click(button);
}
const focused = () =>
  document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent;

test('the keyboard goes on among the files when one is taken away, and behind them after the last', () => {
  show(<Mail begun={[file('a.pdf'), file('b.pdf'), file('c.pdf')]} />);
  press('Remove b.pdf');
  expect(focused()).toBe('Remove c.pdf');
  press('Remove c.pdf');
  expect(focused()).toBe('Remove a.pdf');
  press('Remove a.pdf');
  expect(focused()).toBe('Attach');
});

test('a file that is tried again keeps the keyboard, and says that it waits', () => {
  show(<Mail begun={[file('a.pdf', { error: new Error('offline') }), file('b.pdf')]} />);
  const status = screen.getAllByRole('status')[0];
  press('Try to upload a.pdf again');
  expect(focused()).toBe('Remove a.pdf');
  expect(screen.getAllByRole('status')[0]).toBe(status);
  expect(status?.textContent).not.toBe('');
});
