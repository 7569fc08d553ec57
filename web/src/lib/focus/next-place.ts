// Where the keyboard goes on when what has the focus is about to go from the page.

const FOCUSABLE = [
  'a[href]',
  'summary',
  'button',
  'input',
  'select',
  'textarea',
  '[contenteditable="true"]',
].join();

const takesFocus = (place: HTMLElement) =>
  place.tabIndex >= 0 &&
  !place.matches(':disabled, [type="hidden"], [hidden]') &&
  place.checkVisibility?.() !== false;

/** What follows this, or else stands before it, within that and where the keyboard comes by. */
export function nextPlace(gone: Element, within: ParentNode): HTMLElement | undefined {
  return placesFrom(gone, within)[0];
}

/** All that the keyboard comes by within that, but for what goes: first what follows it, then what stands before it. */
function placesFrom(gone: Element, within: ParentNode): HTMLElement[] {
  const all = [...within.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const places = all.filter((place) => !gone.contains(place) && takesFocus(place));
  const follows = (place: HTMLElement) =>
    (gone.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return [...places.filter(follows), ...places.filter((place) => !follows(place)).reverse()];
}

/** What the keyboard works in: a dialog, or the page. */
export function layerOf(place: Element): Element {
  return place.closest('[role="dialog"], main') ?? document.body;
}

/** Notes where the keyboard goes on behind what a button stands in; the answer goes there, unless somebody went elsewhere. */
export function focusBehind(button: HTMLElement, selector: string): () => void {
  const gone = button.closest(selector) ?? button;
  const layer = layerOf(button);
  const places = placesFrom(gone, layer);
  return () => {
    const { activeElement } = document;
    // On a layer it is as nowhere: it was brought there from what went.
    const isNowhere = activeElement === document.body || activeElement === layer;
    if (activeElement && !isNowhere && !gone.contains(activeElement)) return;
    // Meanwhile some may be gone, too, or at work.
    places.find((place) => place.isConnected && takesFocus(place))?.focus({ preventScroll: true });
  };
}
