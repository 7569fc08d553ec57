// The focus comes back to where it was when what is open above the page goes away: a drawer, a menu, or
// a dialog that a menu opened; and to a button that could not be pressed while it worked. Without it the
// keyboard starts at the top of the page again.
import { useEffect } from 'react';

const ABOVE = '[role="dialog"], [role="alertdialog"], [role="menu"]';
/** Places that are remembered: the nearest one may be gone with what it stood in. */
const KEPT_MAX = 8;

const isShown = (place: HTMLElement) => place.isConnected && place.checkVisibility?.() !== false;

/** What has the focus, and what is open above the page that holds it. */
type Place = { element: HTMLElement; layer: HTMLElement | null };

/** Watches the focus of the whole document while the application runs. */
export function useFocusKeeper(): void {
  useEffect(() => {
    const places: HTMLElement[] = [];
    let last: Place | undefined;
    /** Had the focus when it was disabled. */
    let waiting: Place | undefined;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      last = { element: target, layer: target.closest<HTMLElement>(ABOVE) };
      if (last.layer) return;
      places.unshift(target);
      places.length = Math.min(places.length, KEPT_MAX);
    };
    const bringBack = () => {
      if (!last?.layer || document.activeElement !== document.body) return;
      const { element, layer } = last;
      if (element.isConnected && !element.matches(':disabled')) return;
      last = undefined;
      // A button that goes when it is pressed leaves the focus in its dialog.
      const place = isShown(layer) ? layer : places.find(isShown);
      place?.focus({ preventScroll: true });
    };
    const giveBack = (target: Node) => {
      if (last?.element === target && last.element.matches(':disabled')) waiting = last;
      if (waiting?.element !== target || waiting.element.matches(':disabled')) return;
      const { element, layer } = waiting;
      waiting = undefined;
      const nobodyHasIt = document.activeElement === document.body || document.activeElement === layer;
      if (nobodyHasIt) element.focus({ preventScroll: true });
    };
    const changes = new MutationObserver((records) => {
      for (const { type, target } of records) if (type === 'attributes') giveBack(target);
      bringBack();
      // The browser takes the focus from what is disabled after the next frame.
      requestAnimationFrame(() => requestAnimationFrame(bringBack));
    });
    changes.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
    document.addEventListener('focusin', remember);
    return () => {
      changes.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}
