import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, screen, within } from '@testing-library/react';
import type { ComponentProps } from 'react';
import { expect, test, vi } from 'vitest';
import { ApiProblem } from '@/lib/api/problem';
import { show } from '@/test/Render';
import { ReplyButtons } from './ReplyButtons';

vi.mock('@/lib/statuses/status-choices', () => ({ useStatusChoices: () => [], changeTo: () => ({}) }));
vi.mock('@/components/send-later/SendLater', () => ({ SendLater: () => null }));

type Given = Partial<
  Pick<ComponentProps<typeof ReplyButtons>, 'blocked' | 'stopped' | 'problem' | 'keeping' | 'unkept'>
>;

const foot = (given: Given) => {
  const nothing = () => undefined;
  show(
    <ReplyButtons
      mode="new"
      empty={false}
      blocked={undefined}
      saving={false}
      keeping="none"
      size={undefined}
      onFiles={nothing}
      secure={{ needs: false, onChange: nothing }}
      onSend={nothing}
      onDiscard={nothing}
      {...given}
    />,
  );
  const found = screen.getByRole('button', { name: 'Send' }).closest('div[class*="foot"]');
  if (!(found instanceof HTMLElement)) throw new Error('no foot');
  return within(found);
};

test('what stops the mail, and why it was refused, stand with the button that sends it', () => {
  const problem = new ApiProblem({ status: 0, code: 'offline', detail: '' });
  const shown = foot({ blocked: 'ola@a.no is blocked', stopped: 'ola@a.no is blocked', problem });
  expect(shown.getByRole('status').textContent).toContain('ola@a.no is blocked');
  expect(shown.getByRole('alert')).toBeDefined();
  expect(shown.getByRole('button', { name: 'Send' }).hasAttribute('disabled')).toBe(true);
});

test('what is only not written yet is no warning', () => {
  const shown = foot({ blocked: 'Write recipient, subject and text first' });
  expect(shown.queryByRole('status')).toBeNull();
  expect(shown.getByRole('button', { name: 'Send' }).hasAttribute('disabled')).toBe(true);
});

test('a draft that is not kept is said to be tried again only where it is, and else why it is not kept', () => {
  const words = (unkept: ApiProblem | null) => {
    const alerts = foot({ keeping: 'failed', unkept }).getAllByRole('alert');
    cleanup();
    return alerts.map(({ textContent }) => textContent);
  };
  expect(words(null)).toEqual(['The draft is not saved yet. We keep trying.']);
  expect(words(new ApiProblem({ status: 404, code: 'none', detail: '' }))).toEqual([
    'It is not here any more, or you have no access to it.',
    'The draft is not saved.',
  ]);
});

test('the foot stays in view at every width', () => {
  const styles = readFileSync(join(import.meta.dirname, 'ReplyButtons.module.css'), 'utf8');
  const [wide] = styles.split('@media');
  expect(wide).toMatch(/\.foot \{[^}]*position: sticky/);
});
