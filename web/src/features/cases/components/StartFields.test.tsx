import { screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import type { Fields } from '../use-new-draft';
import { StartFields } from './StartFields';

vi.mock('@/components/address-field/AddressField', () => ({
  AddressField: ({ label }: { label: string }) => <p>{label}</p>,
}));
vi.mock('./FromChoice', () => ({ FromChoice: ({ mailbox }: { mailbox: string }) => <span>{mailbox}</span> }));

const fields: Fields = {
  mailbox_id: '1',
  to: ['kari@hotmial.com'],
  cc: ['ola@b.no'],
  bcc: [],
  subject: '',
  text: '',
  html: null,
  signature: null,
  from: { kind: 'own' },
  template_id: null,
  needs_tls: false,
  tls_throughout: false,
  receipt: false,
  files_as_links: false,
};

const formOf = (shown: Fields) => (
  <StartFields
    senders={[{ mailbox_id: '1', address: 'faktura@a.no', name: null }]}
    fields={shown}
    onChange={() => {}}
    notesOn={(addresses) => <p>{`on ${addresses.join()}`}</p>}
  />
);
const form = formOf(fields);

test('what is chosen first is the mailbox of the case, whoever the mail is from', () => {
  show(form, 'cases_all');
  expect(screen.getByRole('combobox', { name: 'Mailbox of the case' })).toBeDefined();
  expect(screen.queryByLabelText('From')).toBeNull();
});

test('what is to be known of addresses stands below the field that they are in', () => {
  const { container } = show(form, 'cases_all');
  const texts = [...container.querySelectorAll('p, input')].map((one) => one.textContent);
  const to = texts.indexOf('To');
  expect(texts.slice(to)).toEqual(['To', 'on kari@hotmial.com', 'Copy', 'on ola@b.no', 'Bcc', 'on ', '']);
});

function WithTemplate() {
  const [bcc, setBcc] = useState<string[]>([]);
  return (
    <>
      <button type="button" onClick={() => setBcc(['hidden@b.no'])}>
        Bring
      </button>
      <button type="button" onClick={() => setBcc([])}>
        Empty
      </button>
      {formOf({ ...fields, cc: [], bcc })}
    </>
  );
}

test('a hidden copy that a template brings is seen, and its field stays when it is emptied', async () => {
  show(<WithTemplate />, 'cases_all');
  expect(screen.queryByText('Bcc')).toBeNull();
  screen.getByText('Bring').click();
  await screen.findByText('on hidden@b.no');
  screen.getByText('Empty').click();
  await waitFor(() => expect(screen.queryByText('on hidden@b.no')).toBeNull());
  screen.getByText('Bcc');
});
