import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
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
