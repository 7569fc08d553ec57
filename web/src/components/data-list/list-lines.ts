// What a list shows line by line: its rows, and above each group of them what they have in common.

export type Line = { group: string; rows: number; open: boolean } | { row: number };

/** The rows one by one; with `groupOf`, a heading wherever the group changes. The server sorts by it. */
export function linesOf<Row>(
  rows: Row[],
  groupOf: ((row: Row) => string) | undefined,
  hasMore: boolean,
): Line[] {
  if (!groupOf) return rows.map((_, row) => ({ row }));
  const lines: Line[] = [];
  let heading: { group: string; rows: number; open: boolean } | undefined;
  for (const [index, row] of rows.entries()) {
    const group = groupOf(row);
    if (heading?.group !== group) {
      heading = { group, rows: 0, open: false };
      lines.push(heading);
    }
    heading.rows += 1;
    lines.push({ row: index });
  }
  // The last group may go on in the rows that are not loaded.
  if (heading) heading.open = hasMore;
  return lines;
}

/** The line that a row stands on. */
export function lineOfRow(lines: Line[], row: number): number {
  return lines.findIndex((line) => 'row' in line && line.row === row);
}

/** What a line is known by, however many come and go above it: its row, or the first one below the heading. */
export function lineKey(lines: Line[], at: number, idOf: (row: number) => string | undefined): string {
  const line = lines[at];
  if (line && 'row' in line) return `row ${idOf(line.row) ?? at}`;
  const below = lines[at + 1];
  return `above ${(below && 'row' in below && idOf(below.row)) || at}`;
}

/** The heading above a line; `undefined` where there are no groups. */
export function headingAbove(lines: Line[], at: number): number | undefined {
  for (let line = Math.min(at, lines.length - 1); line >= 0; line -= 1) {
    if ('group' in (lines[line] as Line)) return line;
  }
  return undefined;
}
