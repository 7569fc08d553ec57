import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { ClearBlock } from './ClearBlock';

const clear = () => screen.getByRole('button', { name: 'Lift the block' });
const note = () => screen.getByRole('textbox');

function shown(of: 'one' | 'complained' | 'many') {
  const onClear = vi.fn();
  show(<ClearBlock title="Again?" of={of} saving={false} onClear={onClear} onClose={() => {}} />);
  return onClear;
}

test('one that did not complain is cleared without a note', () => {
  const onClear = shown('one');
  expect(screen.queryByRole('checkbox')).toBeNull();
  fireEvent.click(clear());
  expect(onClear).toHaveBeenCalledWith({ note: '', consent_on_record: false });
});

test('one that complained is cleared only with consent, and with where it is on record', () => {
  const onClear = shown('complained');
  expect(screen.getByText('Its owner reported mail from you as spam')).toBeDefined();
  expect(clear()).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('checkbox'));
  expect(clear()).toHaveProperty('disabled', true);
  fireEvent.change(note(), { target: { value: ' Form of 1 May ' } });
  fireEvent.click(clear());
  expect(onClear).toHaveBeenCalledWith({ note: 'Form of 1 May', consent_on_record: true });
});

test('of many, those that complained are left out unless somebody says that consent is on record', () => {
  const onClear = shown('many');
  fireEvent.click(clear());
  expect(onClear).toHaveBeenLastCalledWith({ note: '', consent_on_record: false });
  fireEvent.click(screen.getByRole('checkbox'));
  expect(clear()).toHaveProperty('disabled', true);
  fireEvent.change(note(), { target: { value: 'The register' } });
  fireEvent.click(clear());
  expect(onClear).toHaveBeenLastCalledWith({ note: 'The register', consent_on_record: true });
});
