// Where a conversation stands when its case is opened: at a mail that did not arrive, else at the newest message.
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** What a reader does before which the place is ours to choose. */
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/**
 * Brings the newest message into sight, and on opening the card of a failure that is open, if there is one. Until the
 * reader does anything it stays there, whatever room the box below takes when its draft arrives; the keyboard is not
 * moved.
 */
export function useOpeningPlace(
  scroller: RefObject<HTMLElement | null>,
  { count, newest }: { count: number; newest: string | undefined },
): void {
  const isOpening = useRef(true);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is scrolled to, and again when the server has it
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!isFirst.current) isOpening.current = false;
    isFirst.current = false;
    if (box && isOpening.current && count > 0) open(box);
    else if (count > 1) box?.lastElementChild?.scrollIntoView({ block: 'start' });
  }, [count, newest]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const end = () => {
      isOpening.current = false;
      observer.disconnect();
      for (const touch of TOUCHES) document.removeEventListener(touch, end, true);
    };
    const observer = new ResizeObserver(() => {
      if (isOpening.current) open(box);
      else end();
    });
    observer.observe(box);
    for (const touch of TOUCHES) document.addEventListener(touch, end, { capture: true, passive: true });
    return end;
  }, [scroller]);
}

function open(box: HTMLElement): void {
  const failures = box.querySelectorAll(':scope > article[data-open]');
  const failure = failures.item(failures.length - 1);
  if (failure) failure.scrollIntoView({ block: 'start' });
  else if (box.children.length > 1) box.lastElementChild?.scrollIntoView({ block: 'start' });
}
