import { TextInput } from '@mantine/core';
import { fireEvent, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { WithHelp } from './Help';

test('help is there for the keyboard and screen readers, and closes again', async () => {
  show(
    <WithHelp name="Host" help="The name of the server.">
      <TextInput label="Host" />
    </WithHelp>,
  );
  expect(screen.queryByText('The name of the server.')).toBeNull();
  const mark = screen.getByRole('button', { name: 'Help: Host' });
  expect(mark.getAttribute('aria-expanded')).toBe('false');
  fireEvent.click(mark);
  expect(await screen.findByRole('note')).toBeDefined();
  expect(mark.getAttribute('aria-expanded')).toBe('true');
  fireEvent.click(mark);
  expect(mark.getAttribute('aria-expanded')).toBe('false');
  // The label belongs to its field alone.
  expect(screen.getByLabelText('Host').tagName).toBe('INPUT');
});
