import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { MailSender } from '@/lib/api/types';
import { show } from '@/test/Render';
import { OtherSenders } from './OtherSenders';

function menu(count: number) {
  const sender = (id: number): MailSender => ({
    from: { kind: 'shared', id: String(id) },
    address: `desk${id}@a.no`,
    name: `Desk ${id}`,
    own_server: false,
  });
  const offered = Array.from({ length: count }, (_, id) => sender(id));
  const choose = vi.fn();
  show(
    <OtherSenders
      offered={offered}
      choice={{ kind: 'mailbox', id: null }}
      mailbox="post@a.no"
      onChoose={choose}
    />,
  );
  fireEvent.click(screen.getByRole('button'));
  return choose;
}

test('many senders can be searched by name and address', async () => {
  const choose = menu(12);
  const search = await screen.findByLabelText('Search for a sender');
  fireEvent.change(search, { target: { value: 'DESK11' } });
  expect(screen.getAllByRole('menuitemradio').map(({ textContent }) => textContent)).toEqual([
    'Desk 11 <desk11@a.no>',
  ]);
  fireEvent.click(screen.getByRole('menuitemradio'));
  expect(choose).toHaveBeenCalledWith({ kind: 'shared', id: '11' });
});

test('that none fits is said', async () => {
  menu(12);
  fireEvent.change(await screen.findByLabelText('Search for a sender'), { target: { value: 'nobody' } });
  expect(screen.getByText('No sender fits the search.')).toBeDefined();
});

test('a few are seen without a search', async () => {
  menu(8);
  expect(await screen.findAllByRole('menuitemradio')).toHaveLength(9);
  expect(screen.queryByLabelText('Search for a sender')).toBeNull();
});
