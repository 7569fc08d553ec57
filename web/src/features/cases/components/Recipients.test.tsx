import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Message } from '@/lib/api/types';
import { show } from '@/test/Render';
import { Recipients } from './Recipients';

test('the address that a mail came from is read in its letters, and has the name of DNS', () => {
  const message = {
    direction: 'received',
    from: { address: 'ola@xn--blbr-roah.no', name: null },
    to: [],
    cc: [],
    bcc: [],
    header_fields: [],
  };
  show(<Recipients message={message as unknown as Message} />);
  expect(screen.getByText('ola@blåbær.no').title).toBe('ola@xn--blbr-roah.no');
});
