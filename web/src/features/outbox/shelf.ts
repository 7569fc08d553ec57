// The shelves of the outbox, as its address names them.

/** What the address says of a shelf; nothing of what waits. */
export type AtShelf = { bin?: boolean; stopped?: boolean; failed?: boolean };

export const shelfOf = ({ bin, stopped, failed }: AtShelf) =>
  bin ? 'bin' : stopped ? 'stopped' : failed ? 'failed' : 'queue';

export const atShelf = (shelf: string | null) => ({
  bin: shelf === 'bin' || undefined,
  stopped: shelf === 'stopped' || undefined,
  failed: shelf === 'failed' || undefined,
});

/** All that is stopped for a domain, whatever was looked for before. */
export const stoppedFor = (domain: string) => ({
  domain,
  q: undefined,
  age: undefined,
  destination: undefined,
  ...atShelf('stopped'),
});
