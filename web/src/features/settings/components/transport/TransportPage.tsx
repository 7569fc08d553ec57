export function TransportPage() {
  return null;
}
