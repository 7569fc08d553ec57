// Addresses that somebody pastes: a column of them, lines with a name and an address, or what a mail program copies.
import { cellsAt, type Named, readAddresses, readCells } from '@/lib/mail/address-list';

/** Somebody who was pasted, and on which line he stands, from 1. */
export type Pasted = Named & { line: number };

/**
 * One row for each address, or for each line that has none. What was left of an earlier paste keeps the line that it had there, and
 * is not counted: the lines are those of what was pasted now.
 */
export function readPasted(text: string, left: Pasted[] = []): Pasted[] {
  const before = left.map((one) => ({ content: written(one), line: one.line }));
  let counted = 0;
  return text.split(/\r\n|\n|\r/).flatMap((content) => {
    const at = before.findIndex((one) => one.content === content);
    const [known] = at < 0 ? [] : before.splice(at, 1);
    const line = known?.line ?? ++counted;
    const row = readCells(cellsAt(CELL_ENDS, content));
    return (row ? [row] : readAddresses(content)).map((one) => ({ line, ...one }));
  });
}

/** Commas in quotes are of a cell. */
const CELL_ENDS = /[\t;]|,(?=(?:[^"]*"[^"]*")*[^"]*$)/;

/** Somebody as he is written where addresses are pasted: read again, it is the same. */
export function written({ address, name }: Named): string {
  if (!name) return address;
  return /^[\p{L}\p{N} .'’-]+$/u.test(name)
    ? `${name} <${address}>`
    : `"${name.replaceAll('"', '')}" <${address}>`;
}
