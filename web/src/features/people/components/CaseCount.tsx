import { useFormat } from '@/lib/format/use-format';
import { useCaseCount } from '../api/join';

/** How many cases somebody has. */
export function CaseCount({ of }: { of: { person_id: string } | { company_id: string } }) {
  const format = useFormat();
  const total = useCaseCount(of);
  if (!total) return <span aria-hidden>…</span>;
  return <span>{format.count(total.count) + (total.more ? '+' : '')}</span>;
}
