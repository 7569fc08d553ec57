// Nothing reaches beyond the edge of the screen, unless it stands in something that scrolls or cuts it off on purpose.

/** What reaches beyond it, the outermost of each. */
export async function checkWidth(tab) {
  return tab.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const reaches = (element) => {
      const { right, width, height } = element.getBoundingClientRect();
      return width > 0 && height > 0 && right > edge + 1;
    };
    const isHeld = (element) => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        // What scrolls a whole page or a whole dialog does so downwards.
        const isWhole = above.matches('body, [role=dialog]') || above.querySelector('h1');
        if (isWhole) return false;
        if (getComputedStyle(above).overflowX !== 'visible' && !reaches(above)) return true;
      }
      return false;
    };
    const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const over = [...document.querySelectorAll('main *, [role=dialog] *')]
      .filter(reaches)
      .filter((element) => isShown(element) && !isHeld(element));
    return over
      .filter((element) => !over.includes(element.parentElement))
      .map(
        (element) => `reaches beyond the screen: ${element.tagName} «${element.textContent.slice(0, 60)}»`,
      );
  });
}
