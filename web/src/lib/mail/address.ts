// A first look at an address before the server's; it only catches slips, the server decides.

/** RFC 5322 3.2.3: words of these signs with single dots between them, before the sign. */
const LOCAL = /^[^\s@<>(),;:"\\[\]\p{Cc}.]+(\.[^\s@<>(),;:"\\[\]\p{Cc}.]+)*$/u;
/** Labels of letters, digits and hyphens; no hyphen at an end. */
const LABEL = /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;

/** RFC 5321 4.5.3.1: octets of a whole address and of what stands before the sign; RFC 1035: of a label. */
const [WHOLE_MAX, LOCAL_MAX, LABEL_MAX] = [254, 64, 63];

export function isAddress(text: string): boolean {
  const address = text.trim();
  const at = address.lastIndexOf('@');
  const [local, labels] = [address.slice(0, at), address.slice(at + 1).split('.')];
  const octets = (of: string) => new TextEncoder().encode(of).length;
  return (
    at > 0 &&
    address.length <= WHOLE_MAX &&
    octets(local) <= LOCAL_MAX &&
    LOCAL.test(local) &&
    labels.length > 1 &&
    labels.every((label) => label.length <= LABEL_MAX && LABEL.test(label))
  );
}

/** The addresses with another in the place of one; that stands among them once. */
export function replaced(addresses: string[], from: string, into: string): string[] {
  const put = addresses.map((address) => (address.trim() === from ? into : address));
  return [...new Set(put)];
}
