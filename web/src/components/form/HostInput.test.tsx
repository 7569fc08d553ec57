import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { HostInput } from './HostInput';

function field(value: string) {
  const onChange = vi.fn();
  show(<HostInput label="Server" description="" value={value} onChange={onChange} />);
  return { input: screen.getByLabelText('Server'), onChange };
}

test('a port that is pasted with the name goes into its own field, with the encryption that belongs to it', () => {
  const { input, onChange } = field('');
  fireEvent.paste(input, { clipboardData: { getData: () => 'smtp.a.no:465' } });
  expect(onChange).toHaveBeenCalledWith({ host: 'smtp.a.no', port: 465, security: 'tls' });
});

test('so does one that was typed, as soon as the field is left', () => {
  const { input, onChange } = field('smtp.a.no:2525');
  fireEvent.blur(input);
  expect(onChange).toHaveBeenCalledWith({ host: 'smtp.a.no', port: 2525 });
});

test('a name alone stays as it is', () => {
  const { input, onChange } = field('smtp.a.no');
  fireEvent.blur(input);
  expect(onChange).not.toHaveBeenCalled();
});
