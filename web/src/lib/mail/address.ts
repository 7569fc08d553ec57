// A first look at an address before the server's; it only catches slips, the server decides.

const ADDRESS = /^[^\s@<>(),;:"\\[\]]+@[^\s@<>(),;:"\\[\].]+(\.[^\s@<>(),;:"\\[\].]+)+$/;

export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text.trim());
}

/** The addresses with another in the place of one; that stands among them once. */
export function replaced(addresses: string[], from: string, into: string): string[] {
  const put = addresses.map((address) => (address.trim() === from ? into : address));
  return [...new Set(put)];
}
