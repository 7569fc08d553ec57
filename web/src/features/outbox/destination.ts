/** What a destination is called that a list is asked for: the domain of the servers, or the host of a relay. */
export function destinationName(key: string): string {
  const rest = key.slice(key.indexOf(':') + 1);
  // A provider that refuses the mail of one domain alone, which stands behind it.
  if (key.startsWith('refuser-of-domain:')) return rest.replace(/ (.*)$/, ' ($1)');
  if (!key.startsWith('relay:') && !key.startsWith('shared:')) return rest;
  // Whose a relay is stands before it, as `user 5`, and its port behind it.
  const owner = rest.indexOf(':');
  const host = rest.slice(0, owner).includes(' ') ? rest.slice(owner + 1) : rest;
  return host.slice(0, host.lastIndexOf(':'));
}
