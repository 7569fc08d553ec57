// Renders a component as the application does: theme, cache, and somebody signed in.
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { Right, Session } from '@/lib/api/types';
import { SessionProvider } from '@/lib/session/SessionContext';

export function sessionWith(...rights: Right[]): Session {
  return {
    user: {
      id: '1',
      name: 'Kari Nordmann',
      email: 'kari@example.no',
      language: 'en',
      theme: 'light',
      address_warning: null,
    },
    organisation: { id: '1', name: 'Example', language: 'nb' },
    rights,
    version: '0',
    demo: false,
  };
}

export function show(children: ReactNode, ...rights: Right[]) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <SessionProvider session={sessionWith(...rights)}>{children}</SessionProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}
