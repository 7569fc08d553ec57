import { act, fireEvent, render, screen } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useOpeningPlace } from './use-opening-place';

const seen: string[] = [];
let resize: () => void = () => undefined;

beforeEach(() => {
  seen.length = 0;
  resize = () => undefined;
  Element.prototype.scrollIntoView = function shown(this: Element) {
    seen.push(this.textContent ?? '');
  };
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(told: () => void) {
        resize = told;
      }
      observe() {}
      disconnect() {
        resize = () => undefined;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

type One = { id: string; open?: boolean };

function Talk({ messages }: { messages: One[] }) {
  const scroller = useRef<HTMLElement>(null);
  useOpeningPlace(scroller, { count: messages.length, newest: messages.at(-1)?.id });
  return (
    <section ref={scroller}>
      {messages.map(({ id, open }) => (
        <article key={id} data-open={open || undefined}>
          {id}
        </article>
      ))}
      <button type="button">Draft</button>
    </section>
  );
}

const failed: One[] = [{ id: 'first' }, { id: 'failure', open: true }, { id: 'last' }];

test('a case with a mail that did not arrive opens at its card, and the keyboard stays where it is', () => {
  render(<Talk messages={failed} />);
  expect(seen).toEqual(['failure']);
  expect(document.activeElement).toBe(document.body);
});

test('the card stays in sight when a draft makes the box below larger, until the reader does something', () => {
  render(<Talk messages={failed} />);
  act(() => resize());
  expect(seen).toEqual(['failure', 'failure']);
  fireEvent.wheel(screen.getByText('last'));
  act(() => resize());
  expect(seen).toHaveLength(2);
});

test('a message that comes later is scrolled to', () => {
  const { rerender } = render(<Talk messages={failed} />);
  rerender(<Talk messages={[...failed, { id: 'news' }]} />);
  expect(seen.at(-1)).toBe('Draft');
});
