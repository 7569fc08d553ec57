import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { AddressChip } from './AddressChip';

test('a domain with letters of its own is read in them, and the button names it so', () => {
  show(<AddressChip address="post@xn--blbr-roah.no" name={undefined} whole={false} onRemove={vi.fn()} />);
  expect(screen.getByText('post@blåbær.no')).toBeDefined();
  expect(screen.getByRole('button', { name: 'Remove post@blåbær.no' })).toBeDefined();
});
