// What was typed last in a draft whose page is left: it follows what is under way, and goes with it where the window is
// closed before that. Whoever reads the draft meanwhile waits for it, since the server has the older text.

/** The first mail of a new case, by the name of its draft. */
export function newMailOf(name: string): string {
  return `new ${name}`;
}

/** What is written in a case. */
export function draftsOf(caseId: string): string {
  return `case ${caseId}`;
}

/** What is still on its way, by what it belongs to. */
const underWay = new Map<string, Promise<unknown>>();

/** Ends when nothing is on its way of a draft whose page was left; never rejects. */
export function arrived(what: string): Promise<unknown> {
  return underWay.get(what) ?? Promise.resolve();
}

/** Whether something of it was on its way; it is not any more when that is said, and may have arrived. */
export async function wasUnderWay(what: string): Promise<boolean> {
  const isSo = underWay.has(what);
  await arrived(what);
  return isSo;
}

type Leaving = {
  /** What is being kept of it; never rejects. */
  running: Promise<unknown>;
  /** Hands what is left to the browser, and what is under way as far as it is not known to have arrived. */
  send: () => Promise<unknown>;
};

/** Leaves a draft behind; returns when all of it has arrived, or cannot. */
export function leave(what: string, { running, send }: Leaving): Promise<unknown> {
  let sent: Promise<unknown> | undefined;
  const once = () => {
    sent ??= send();
    return sent;
  };
  window.addEventListener('pagehide', once);
  const all = running
    .then(once)
    .catch(() => undefined)
    .finally(() => {
      window.removeEventListener('pagehide', once);
      if (underWay.get(what) === all) underWay.delete(what);
    });
  underWay.set(what, all);
  return all;
}
