// How much room the buttons at the foot of a mail take: on a phone what is told stands above them.

/** Tells the page's styles how high the foot is, until it goes: its buttons wrap, and what stops the mail stands above them. */
export function tellHeight(foot: HTMLElement | null): (() => void) | undefined {
  if (!foot) return undefined;
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty('--ph-foot', `${foot.offsetHeight}px`));
  observer.observe(foot);
  return () => {
    observer.disconnect();
    style.removeProperty('--ph-foot');
  };
}
