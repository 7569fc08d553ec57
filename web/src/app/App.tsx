import { RouterProvider } from '@tanstack/react-router';
import { Providers } from './Providers';
import { queryClient } from './query-client';
import { router } from './router';

/** The whole application. */
export function App() {
  return (
    <Providers client={queryClient}>
      <RouterProvider router={router} />
    </Providers>
  );
}
