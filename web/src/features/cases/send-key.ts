// By what the server knows a first mail again, so that it is not sent twice over an answer that was lost.

/** A new key. The generator works on pages without encryption, too, where `randomUUID` is missing. */
export function newSendKey(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}
