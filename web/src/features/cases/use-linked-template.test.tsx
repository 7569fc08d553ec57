import { render } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { useLinkedTemplate } from './use-linked-template';

const begun = vi.hoisted(() => ({ asked: [] as string[], known: true }));
vi.mock('@/lib/requests/templates', () => ({
  useActiveTemplates: () => (begun.known ? [{ id: '7', name: 'Hours' }] : []),
}));
vi.mock('./api/begin-template', () => ({
  useBeginTemplate: () => ({
    mutate: ({ id }: { id: string }, { onSuccess }: { onSuccess: (begun: object) => void }) => {
      begun.asked.push(id);
      onSuccess({});
    },
  }),
}));

function Mail({ id, isFree, onBegin }: { id?: string; isFree: boolean; onBegin: () => void }) {
  useLinkedTemplate({ id, isFree, use: {}, onBegin });
  return null;
}

beforeEach(() => {
  begun.asked = [];
  begun.known = true;
});

test('the template that a link names goes into an empty mail, once', () => {
  const onBegin = vi.fn();
  const { rerender } = render(<Mail id="7" isFree onBegin={onBegin} />);
  rerender(<Mail id="7" isFree onBegin={onBegin} />);
  expect(begun.asked).toEqual(['7']);
  expect(onBegin).toHaveBeenCalledOnce();
});

test('what somebody wrote before is left alone until he begins anew', () => {
  const onBegin = vi.fn();
  const { rerender } = render(<Mail id="7" isFree={false} onBegin={onBegin} />);
  expect(begun.asked).toEqual([]);
  rerender(<Mail id="7" isFree onBegin={onBegin} />);
  expect(begun.asked).toEqual(['7']);
});

test('a template that is not offered, and none at all, bring nothing', () => {
  render(<Mail id="8" isFree onBegin={vi.fn()} />);
  render(<Mail isFree onBegin={vi.fn()} />);
  begun.known = false;
  render(<Mail id="7" isFree onBegin={vi.fn()} />);
  expect(begun.asked).toEqual([]);
});
