import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useForm } from '@/components/form/use-form';
import type { Mailbox } from '@/lib/api/types';
import { show } from '@/test/Render';
import { type MailboxValues, valuesOf } from '../mailbox-form';
import { AddressField } from './AddressField';

const search = vi.hoisted(() => ({ mutate: vi.fn(), isPending: false, error: null, data: undefined }));
vi.mock('@/lib/requests/detect-servers', () => ({ useDetectServers: () => search }));
vi.mock('@/lib/requests/oauth', () => ({
  useApplicationFor: () => () => ({}),
  useSignInWith: () => () => ({}),
}));
beforeEach(() => search.mutate.mockClear());

function Form({
  mailbox = null,
  values = {},
}: {
  mailbox?: Mailbox | null;
  values?: Partial<MailboxValues>;
}) {
  const form = useForm<MailboxValues>({ initial: { ...valuesOf(null, 'en'), ...values }, error: null });
  return <AddressField mailbox={mailbox} form={form} />;
}

function leaveWith(address: string) {
  const field = screen.getByLabelText('Address');
  fireEvent.change(field, { target: { value: address } });
  fireEvent.blur(field);
}

test('leaving the address looks for its servers, once for each address', () => {
  show(<Form />);
  leaveWith('kari');
  expect(search.mutate).not.toHaveBeenCalled();
  leaveWith(' kari@example.no ');
  leaveWith('kari@example.no');
  expect(search.mutate.mock.calls).toEqual([['kari@example.no']]);
  leaveWith('ola@example.no');
  expect(search.mutate).toHaveBeenCalledTimes(2);
});

test('nobody is asked where a server is entered, or mail is received here', () => {
  const { unmount } = show(<Form values={{ host: 'imap.example.no' }} />);
  leaveWith('kari@example.no');
  unmount();
  show(<Form values={{ protocol: 'smtp' }} />);
  leaveWith('kari@example.no');
  expect(search.mutate).not.toHaveBeenCalled();
  expect(screen.queryByRole('button', { name: 'Find settings' })).toBeNull();
});

test('Enter finds, and whoever leaves by a button is not looked up', () => {
  show(<Form />);
  const field = screen.getByLabelText('Address');
  fireEvent.change(field, { target: { value: 'kari@example.no' } });
  fireEvent.blur(field, { relatedTarget: document.createElement('button') });
  expect(search.mutate).not.toHaveBeenCalled();
  // By keyboard the next thing is the button that finds.
  fireEvent.blur(field, { relatedTarget: screen.getByRole('button', { name: 'Find settings' }) });
  expect(search.mutate).toHaveBeenCalledOnce();
  search.mutate.mockClear();
  // The form does not hear of the key.
  expect(fireEvent.keyDown(field, { key: 'Enter' })).toBe(false);
  expect(search.mutate).toHaveBeenCalledOnce();
  expect(fireEvent.keyDown(field, { key: 'a' })).toBe(true);
});
