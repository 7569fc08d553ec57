// What Word and Outlook write for lists and for the room between paragraphs.

export type WordItem = { level: number; ordered: boolean };

const ITEM = /mso-list:\s*l\d+\s+level(\d)/i;
const DEPTH_MAX = 6;

/** Word's lists are paragraphs that say which list and level they are of. */
export function isWordItem(element: HTMLElement): boolean {
  return element.tagName === 'P' && ITEM.test(element.getAttribute('style') ?? '');
}

/** Its level from 1, and whether it is numbered, which only its own mark says. */
export function readWordItem(element: HTMLElement): WordItem {
  const level = Number(ITEM.exec(element.getAttribute('style') ?? '')?.[1] ?? 1);
  const spans = [...element.querySelectorAll('span')];
  const mark = spans.find((span) => /mso-list:\s*ignore/i.test(span.getAttribute('style') ?? ''));
  const ordered = /^\s*(\d{1,3}|[a-z]{1,4})[.)]/i.test(mark?.textContent ?? '');
  return { level: Math.min(Math.max(level, 1), DEPTH_MAX), ordered };
}

/** The room below a usual paragraph, points: Outlook has none, Word has some. */
export function marginOfWord(html: string): number | undefined {
  const rule = /p\.MsoNormal[^{]*\{([^}]*)\}/i.exec(html)?.[1];
  if (rule === undefined) return undefined;
  const below = /margin-bottom:\s*([\d.]+)/i.exec(rule)?.[1];
  return below === undefined ? 0 : Number(below);
}
