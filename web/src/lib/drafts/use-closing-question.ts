// The browser's own question over what a page has not kept.
import { useEffect } from 'react';
import { askBeforeClosing } from './ask-before-closing';

/** Asks as long as `isUnkept`. */
export function useClosingQuestion(isUnkept: boolean) {
  useEffect(() => (isUnkept ? askBeforeClosing() : undefined), [isUnkept]);
}
