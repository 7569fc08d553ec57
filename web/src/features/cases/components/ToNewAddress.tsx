import { NewAddress } from '@/components/address/NewAddress';
import type { Place } from '../api/sent-message';
import type { Mode } from '../draft';
import { useRewriting } from '../use-rewriting';

type Props = {
  place: Place;
  address: string | null;
  left: boolean;
  onWrite: (mode: Mode) => void;
};

/** The mail again, to where a server says that its recipient has moved, or to whoever is there instead. */
export function ToNewAddress({ place, address, left, onWrite }: Props) {
  // Words that nobody has proved change no contact card with a button that says nothing of it.
  const { rewrite, write } = useRewriting(place, onWrite);
  return (
    <NewAddress
      size="compact-sm"
      address={address}
      isOther={left}
      loading={rewrite.isPending}
      onWrite={write}
    />
  );
}
