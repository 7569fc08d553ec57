import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { SenderName } from './SenderName';

const settings = vi.hoisted(() => ({ lacksAddress: false, mutate: vi.fn() }));

vi.mock('../../api/all-settings', () => ({ useLacksOperatorAddress: () => settings.lacksAddress }));
vi.mock('../../api/sending-rules', () => ({
  useSendingRules: () => ({
    data: { agent_name: false, own_address: true, unverified: 'warn', list_recipients_max: 50 },
  }),
  useChangeSendingRules: () => ({ mutate: settings.mutate }),
}));

const rewrite = () =>
  screen.getByRole<HTMLOptionElement>('option', { name: /from an address of whoever runs Posthus/ });

test('mail leaves from the operator’s address only where he has one', () => {
  settings.lacksAddress = false;
  show(<SenderName />);
  expect(rewrite().disabled).toBe(false);
  expect(screen.queryByText(/has set no address for it/)).toBeNull();
});

test('whoever changes one rule says nothing of the others, which somebody else may have changed', () => {
  show(<SenderName />);
  fireEvent.click(screen.getAllByRole('switch')[1] as HTMLElement);
  expect(settings.mutate.mock.lastCall?.[0]).toEqual({ agent_name: true });
});

test('without such an address the choice is shut, and says why', () => {
  settings.lacksAddress = true;
  show(<SenderName />);
  expect(rewrite().disabled).toBe(true);
  expect(screen.getByText(/has set no address for it/)).toBeDefined();
});
