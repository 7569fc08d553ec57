import { useTranslation } from 'react-i18next';
import { notifyDone, notifyNote } from '@/components/problem/notify';
import type { Incident } from '@/lib/api/types';

type Kept = Pick<Incident, 'kept_by' | 'provider'>;

/** What keeps mail to many for a provider waiting whatever is decided on an incident of it; null where nothing does. */
export function useKept() {
  const { t } = useTranslation();
  return ({ kept_by, provider }: Kept) => kept_by && t(`incidents.kept.${kept_by}`, { provider });
}

/** Tells what a decision did, and what waits all the same. */
export function useTellDecided() {
  const kept = useKept();
  return (done: string, of: Kept) => {
    const waits = kept(of);
    if (waits) notifyNote(`${done.replace(/\.$/, '')}. ${waits}`);
    else notifyDone(done);
  };
}
