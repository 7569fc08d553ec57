// Files that are dropped on what somebody writes.
import { type DragEvent, useState } from 'react';

/** Handlers for the element that takes them, and whether some are held above it. */
export function useFileDrop(onFiles: (files: File[]) => void, active = true) {
  const [over, setOver] = useState(false);
  const handlers = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      // The text has taken what it can show.
      if (event.defaultPrevented) return;
      event.preventDefault();
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { over, handlers: active ? handlers : {} };
}
