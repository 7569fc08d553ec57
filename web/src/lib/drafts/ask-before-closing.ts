// The browser's own question before a window is closed, or another page is loaded, over what is nowhere else.

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** How many want it asked. */
let wanted = 0;

/** The browser asks from here on; returns what ends that. */
export function askBeforeClosing(): () => void {
  wanted++;
  window.addEventListener('beforeunload', ask);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    wanted--;
    if (wanted === 0) window.removeEventListener('beforeunload', ask);
  };
}
