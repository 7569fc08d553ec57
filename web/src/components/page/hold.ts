// A dialog over a drawer or another dialog: each listens for Escape by itself, and what is below must not take it.
import { useEffect } from 'react';

let holding = 0;

/** Keeps what is below open for as long as the component is there. */
export function useHold(): void {
  useEffect(() => {
    holding += 1;
    return () => {
      holding -= 1;
    };
  }, []);
}

/** Whether a dialog above keeps what is below open. */
export const isHeld = () => holding > 0;
