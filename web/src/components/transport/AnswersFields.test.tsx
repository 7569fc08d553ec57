import { fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { AnswersFields, type AnswersValues, answersFaults } from './AnswersFields';

vi.mock('@/components/address/AddressNotes', () => ({ AddressNotes: () => null }));

function shown(copy_to: string[] = []) {
  const said: string[][] = [];
  function Form() {
    const [values, setValues] = useState<AnswersValues>({
      answers_to: 'mailbox',
      answers_address: '',
      copy_to,
    });
    const set = (next: Partial<AnswersValues>) => {
      if (next.copy_to) said.push(next.copy_to);
      setValues({ ...values, ...next });
    };
    return <AnswersFields values={values} set={set} errorOf={() => undefined} own />;
  }
  show(<Form />);
  return { field: screen.getByLabelText('Always a blind copy to', { selector: 'input' }), said };
}

const type = (field: HTMLElement, value: string) => {
  field.focus();
  fireEvent.change(field, { target: { value } });
};

test('who gets a copy is taken as an address alone, with whatever name he is entered', () => {
  const { field, said } = shown(['per@nord.no']);
  type(field, 'Nordmann, Kari <kari@nord.no>');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(said.at(-1)).toEqual(['per@nord.no', 'kari@nord.no']);
  fireEvent.paste(field, { clipboardData: { getData: () => 'Ola\tola@nord.no\nPER@nord.no' } });
  expect(said.at(-1)).toEqual(['per@nord.no', 'kari@nord.no', 'ola@nord.no']);
});

test('a comma or a blank ends an address, and not a name', () => {
  const { field, said } = shown();
  type(field, 'kari@nord.no,');
  expect(said.at(-1)).toEqual(['kari@nord.no']);
  for (const begun of ['Ola ', 'Ola Li <ola@nord.no']) type(field, begun);
  expect(said).toHaveLength(1);
  type(field, 'Ola Li <ola@nord.no> ');
  expect(said.at(-1)).toEqual(['kari@nord.no', 'ola@nord.no']);
  expect((field as HTMLInputElement).value).toBe('');
});

test('what is no address stays to be mended', () => {
  const { field, said } = shown();
  type(field, 'kari@');
  fireEvent.blur(field);
  expect(said.at(-1)).toEqual(['kari@']);
  const values: AnswersValues = { answers_to: 'mailbox', answers_address: '', copy_to: ['kari@'] };
  expect(answersFaults(values, 'wrong').copy_to).toBe('wrong');
});
