// Addresses as people write and copy them: `Name <a@b>, c@d`.
import { isAddress } from './address';

export type Named = { address: string; name: string | null };

/**
 * Takes a list apart at commas, semicolons and line ends outside quotes and brackets; rows of a table are people each. What is no
 * address stays as it is.
 */
export function readAddresses(text: string): Named[] {
  return splitAt(/[\n\r]/, text).flatMap((line) => {
    const row = readCells(cellsAt(/\t/, line));
    return row ? [row] : pieces(line).flatMap(readPiece);
  });
}

/**
 * A row of a table: one address, and the name beside it, which stands before it where anything does. The name is in one cell, or the
 * given one and the family's in two where there are no more: nothing tells which of three are names. A number of a customer is none.
 */
export function readCells(cells: string[]): Named | undefined {
  const at = cells.findIndex(isAddress);
  const address = cells[at];
  const isOther = (cell: string, place: number) => place !== at && cell.includes('@');
  if (address === undefined || cells.length < 2 || cells.some(isOther)) return undefined;
  const isWord = (cell: string) => /\p{L}/u.test(cell) && (!/\p{N}/u.test(cell) || /\s/.test(cell));
  const before = cells.slice(0, at).filter(isWord);
  return { address, name: nameIn(before.length > 0 ? before : cells.slice(at + 1).filter(isWord)) };
}

function nameIn([first, second, third]: string[]): string | null {
  if (first === undefined || second === undefined || /[\s,]/.test(first)) return first ?? null;
  if (third !== undefined) return null;
  return /\p{N}/u.test(second) ? first : `${first} ${second}`;
}

/** The cells of a row that say something, without the quotes that a program put around them. */
export function cellsAt(signs: RegExp, line: string): string[] {
  const bare = (cell: string) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim();
  return line.split(signs).map(bare).filter(Boolean);
}

function readPiece(piece: string): Named[] {
  const known = /^\s*(.*?)\s*<\s*([^<>]+?)\s*>\s*$/s.exec(piece);
  if (known?.[2]) return [{ address: bareAddress(known[2]), name: bareName(known[1] ?? '') }];
  const row = readCells(cellsAt(/\t/, piece));
  if (row) return [row];
  // Addresses that only blanks part, as from a column of a spreadsheet.
  const words = piece.trim().split(/\s+/);
  if (words.length > 1 && words.every(isAddress)) return words.map((address) => ({ address, name: null }));
  const address = bareAddress(piece.trim());
  return address ? [{ address, name: null }] : [];
}

/** A link as it is copied from a page, with what it says of the mail behind the address. */
function bareAddress(text: string): string {
  const link = /^mailto:([^?]*)/i.exec(text)?.[1];
  if (link === undefined) return text;
  try {
    return decodeURIComponent(link).trim();
  } catch {
    return link.trim();
  }
}

function pieces(text: string): string[] {
  return splitAt(/;/, text).flatMap((part) => withSurnames(splitAt(/,/, part)));
}

function splitAt(signs: RegExp, text: string): string[] {
  const found: string[] = [];
  let [piece, quoted, bracketed] = ['', false, false];
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    else if (sign === '<' && !quoted) bracketed = true;
    else if (sign === '>' && !quoted) bracketed = false;
    const parts = signs.test(sign) && !quoted && !bracketed;
    if (parts) found.push(piece);
    piece = parts ? '' : piece + sign;
  }
  return [...found, piece];
}

/** `Berg, Kari <kari@b>`, as Outlook shows and copies it: what stands before the comma is of the name. */
function withSurnames(found: string[]): string[] {
  const whole: string[] = [];
  for (const piece of found) {
    const before = whole.at(-1) ?? '';
    const isName = /\p{L}/u.test(before) && !/[@<>"]/.test(before);
    const isNamed = /^[^<>@"]*\p{L}[^<>@"]*<[^<>]+@[^<>]+>\s*$/u.test(piece);
    if (isName && isNamed) whole[whole.length - 1] = `${before},${piece}`;
    else whole.push(piece);
  }
  return whole;
}

function bareName(text: string): string | null {
  const name = text
    .replace(/^["'\s]+|["'\s]+$/g, '')
    .replace(/\\(.)/g, '$1')
    .replace(/\s+/g, ' ');
  return name && !isAddress(name) ? name : null;
}
