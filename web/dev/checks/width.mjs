// Nothing reaches beyond the edge of the screen, unless it stands in something that scrolls or cuts it off on purpose,
// and nothing makes the page wider than the screen.

/** What reaches beyond it, the outermost of each; and whether the page itself has become wider than the screen. */
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
    // What is out of sight widens the page too, and a phone then lays out all of it as wide as that.
    const { scrollWidth } = document.documentElement;
    const wider = scrollWidth > edge + 1 ? [`the page is ${scrollWidth} wide on a screen of ${edge}`] : [];
    const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const over = [...document.querySelectorAll('main *, [role=dialog] *')]
      .filter(reaches)
      .filter((element) => isShown(element) && !isHeld(element));
    const reaching = over
      .filter((element) => !over.includes(element.parentElement))
      .map(
        (element) => `reaches beyond the screen: ${element.tagName} «${element.textContent.slice(0, 60)}»`,
      );
    return [...wider, ...reaching];
  });
}
