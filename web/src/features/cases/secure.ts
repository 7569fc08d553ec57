// Whether a mail goes over verified encryption alone, as what is written says it and changes it.

type Wishes = { needs_tls: boolean; tls_throughout: boolean };

export function secureOf({ needs_tls, tls_throughout }: Wishes, change: (next: Partial<Wishes>) => void) {
  return {
    needs: needs_tls,
    throughout: tls_throughout,
    onChange: (needs: boolean) => change({ needs_tls: needs, tls_throughout: false }),
    onThroughout: (throughout: boolean) => change({ tls_throughout: throughout }),
  };
}
