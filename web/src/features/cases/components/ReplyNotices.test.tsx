import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { emptyDraft } from '../draft';
import { ReplyNotices } from './ReplyNotices';

function notices(joined: boolean) {
  const draft = { ...emptyDraft('forward'), text: 'First', returned: 'taken_back' as const, joined };
  const nothing = () => undefined;
  return show(
    <ReplyNotices
      draft={draft}
      overwrote={false}
      onSeen={nothing}
      refusedFor={undefined}
      onAnyway={nothing}
      onLook={nothing}
    />,
  );
}

test('a mail that came back says whose recipients it goes to as well', () => {
  const alone = notices(false);
  expect(screen.getByRole('status').textContent).not.toContain('recipients');
  alone.unmount();
  notices(true);
  expect(screen.getByRole('status').textContent).toContain('look at whom it goes to');
});

test('what was sent in another window already is said, and can be looked at first', () => {
  const look = vi.fn();
  const nothing = () => undefined;
  show(
    <ReplyNotices
      draft={{ ...emptyDraft('reply'), text: 'Again' }}
      overwrote={false}
      onSeen={nothing}
      refusedFor={{ own: '12' }}
      onAnyway={nothing}
      onLook={look}
    />,
  );
  expect(screen.getByRole('alert').textContent).toContain('Already sent');
  fireEvent.click(screen.getByRole('button', { name: 'Look first' }));
  expect(look).toHaveBeenCalledOnce();
});
