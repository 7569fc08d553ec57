import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { SendButton } from './SendButton';

const closed = { id: '3', kind: 'closed', isDefault: true, label: 'Closed' };
vi.mock('@/lib/statuses/status-choices', () => ({ useStatusChoices: () => [closed], changeTo: () => ({}) }));

async function offered(many?: string) {
  const secure = { needs: false, onChange: () => undefined };
  show(
    <SendButton
      mode="reply"
      many={many}
      disabled={false}
      why={undefined}
      secure={secure}
      onSend={() => undefined}
    />,
  );
  fireEvent.click(screen.getAllByRole('button').at(-1) as HTMLElement);
  await screen.findByText('Send later …');
  return screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
}

test('one mail can say what becomes of its case', async () => {
  expect(await offered()).toEqual(['Send and close', 'Send later …']);
  expect(screen.getByRole('button', { name: 'Send' })).toBeTruthy();
});

test('of many it is chosen once, elsewhere', async () => {
  expect(await offered('Send mails (200)')).toEqual(['Send later …']);
  expect(screen.getByRole('button', { name: 'Send mails (200)' })).toBeTruthy();
});
