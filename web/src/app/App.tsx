import { RouterProvider } from '@tanstack/react-router';
import { useFocusKeeper } from '@/lib/focus/use-focus-keeper';
import { Providers } from './Providers';
import { queryClient } from './query-client';
import { router } from './router';

/** The whole application. */
export function App() {
  useFocusKeeper();
  return (
    <Providers client={queryClient}>
      <RouterProvider router={router} />
    </Providers>
  );
}
