// A first look at an address before the server's; it only catches slips, the server decides.

const ADDRESS = /^[^\s@<>(),;:"\\[\]]+@[^\s@<>(),;:"\\[\].]+(\.[^\s@<>(),;:"\\[\].]+)+$/;

export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text.trim());
}
