import { useRouter } from '@tanstack/react-router';
import { ErrorState } from '@/components/states/ErrorState';

/** A page that could not be shown at all. */
export function ErrorPage({ error }: { error: unknown }) {
  const router = useRouter();
  return <ErrorState error={error} onRetry={() => void router.invalidate()} />;
}
