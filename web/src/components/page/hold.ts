// A dialog over a drawer: each listens for Escape by itself, and the drawer below must not take it.
import { useEffect } from 'react';

let holding = 0;

/** Keeps the drawers below open for as long as the component is there. */
export function useHold(): void {
  useEffect(() => {
    holding += 1;
    return () => {
      holding -= 1;
    };
  }, []);
}

/** Whether a dialog above keeps the drawers open. */
export const isHeld = () => holding > 0;
