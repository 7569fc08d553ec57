// Addresses that somebody pastes: a column of them, lines with a name and an address, or what a mail program copies.
import { isAddress } from '@/lib/mail/address';
import { type Named, readAddresses } from '@/lib/mail/address-list';

/** Somebody who was pasted, and on which line he stands, from 1. */
export type Pasted = Named & { line: number };

/** One row for each address, or for each line that has none. */
export function readPasted(text: string): Pasted[] {
  return text.split(/\r\n|\n|\r/).flatMap((content, index) => {
    const line = index + 1;
    const cells = cellsOf(content);
    const address = cells.find(isAddress);
    const others = cells.filter((cell) => cell !== address);
    // A table's line: one address, and whose it is in the cells beside it.
    if (address && cells.length > 1 && !others.some((cell) => cell.includes('@'))) {
      return [{ line, address, name: others.slice(0, 2).join(' ') || null }];
    }
    return readAddresses(content).map((one) => ({ line, ...one }));
  });
}

/** Somebody as he is written where addresses are pasted: read again, it is the same. */
export function written({ address, name }: Named): string {
  if (!name) return address;
  return /^[\p{L}\p{N} .'’-]+$/u.test(name)
    ? `${name} <${address}>`
    : `"${name.replaceAll('"', '')}" <${address}>`;
}

function cellsOf(line: string): string[] {
  const cells = line.split(/[\t;]|,(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return cells
    .map((cell) =>
      cell
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .trim(),
    )
    .filter(Boolean);
}
