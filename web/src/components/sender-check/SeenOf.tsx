import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { useSeen } from '@/lib/requests/sender-check';
import { Seen } from './Seen';

type Props = {
  address: string;
};

/** What a receiver sees of mail from an address, as soon as the name servers have answered. */
export function SeenOf({ address }: Props) {
  const found = useSeen(address);
  return (
    <div aria-live="polite" aria-busy={found.isPending}>
      {found.isPending && <LoadingRows rows={5} height={36} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Seen seen={found.data} />}
    </div>
  );
}
