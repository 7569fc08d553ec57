export function FiltersPage() {
  return null;
}
