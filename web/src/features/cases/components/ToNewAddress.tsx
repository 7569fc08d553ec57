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
  // Whoever is there instead is somebody else, and not the recipient under another address.
  const { rewrite, write } = useRewriting(place, onWrite, !left);
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
