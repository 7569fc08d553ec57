import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { SendAgainLabel } from './SendAgainLabel';

const to = (recipient: string, state: 'sent' | 'failed') => ({ recipient, state, unasked: false });

test('where a mail reached some, sending it again says whom it goes to', () => {
  const deliveries = [to('a@x.test', 'failed'), to('b@x.test', 'sent')];
  const { unmount } = show(<SendAgainLabel mail={{ sent_anew: false, deliveries }} />);
  expect(screen.getByText('Send again to a@x.test')).toBeDefined();
  unmount();
  const more = [...deliveries, to('c@x.test', 'failed')];
  const again = show(<SendAgainLabel mail={{ sent_anew: false, deliveries: more }} />);
  expect(screen.getByText('Send again to the 2 it did not reach')).toBeDefined();
  again.unmount();
  const only = [to('a@x.test', 'failed')];
  const last = show(<SendAgainLabel mail={{ sent_anew: false, deliveries: only }} />);
  expect(screen.getByText('Send again')).toBeDefined();
  last.unmount();
  const copy = { ...to('archive@x.test', 'sent'), unasked: true };
  show(<SendAgainLabel mail={{ sent_anew: false, deliveries: [...only, copy] }} />);
  expect(screen.getByText('Send again')).toBeDefined();
});
