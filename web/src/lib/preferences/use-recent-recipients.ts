// Whom somebody wrote to last, on any device; kept small, since it is only for the next address.
import { useCallback } from 'react';
import { isAddress } from '@/lib/mail/address';
import type { Named } from '@/lib/mail/address-list';
import { isNameForgotten, toldName } from '@/lib/mail/told-names';
import { usePreference } from './use-preference';

const KEPT_MAX = 30;

/** The latest first, and how to add to them. */
export function useRecentRecipients(): [Named[], (written: Named[]) => void] {
  const [kept, change] = usePreference('compose.recent');
  const recent = Array.isArray(kept) ? kept.filter(isNamed) : [];
  const remember = useCallback(
    (all: Named[]) => {
      const written = all.filter(({ address }) => isAddress(address));
      if (written.length === 0) return;
      const keys = new Set(written.map(({ address }) => address.toLowerCase()));
      const nameOf = (address: string) =>
        recent.find((one) => one.address.toLowerCase() === address.toLowerCase())?.name ?? null;
      const named = written.map(({ address, name }) => ({
        address,
        name: name ?? toldName(address) ?? (isNameForgotten(address) ? null : nameOf(address)),
      }));
      const others = recent.filter(({ address }) => !keys.has(address.toLowerCase()));
      change([...named, ...others].slice(0, KEPT_MAX));
    },
    [recent, change],
  );
  return [recent, remember];
}

/** Lets go of addresses that somebody has no more: they are not proposed again. */
export function useForgetRecipients(): (gone: string[]) => void {
  const [kept, change] = usePreference('compose.recent');
  return useCallback(
    (gone: string[]) => {
      const keys = new Set(gone.map((address) => address.trim().toLowerCase()));
      const recent = Array.isArray(kept) ? kept.filter(isNamed) : [];
      const left = recent.filter(({ address }) => !keys.has(address.toLowerCase()));
      if (left.length < recent.length) change(left);
    },
    [kept, change],
  );
}

function isNamed(value: unknown): value is Named {
  if (typeof value !== 'object' || value === null) return false;
  const { address, name } = value as Record<string, unknown>;
  return typeof address === 'string' && (name === null || typeof name === 'string');
}
