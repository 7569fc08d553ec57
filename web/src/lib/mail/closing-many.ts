// Of which mails to many the cases are to be closed, as far as this window knows: no draft tells.

const closing = new Set<string>();

export function isClosing(name: string): boolean {
  return closing.has(name);
}

export function keepClosing(name: string, isWanted: boolean) {
  if (isWanted) closing.add(name);
  else closing.delete(name);
}
