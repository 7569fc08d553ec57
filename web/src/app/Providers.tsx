import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { purposeColours, theme } from './theme';

const schemes = localStorageColorSchemeManager({ key: 'posthus.color-scheme' });

/** What every page needs around it. */
export function Providers({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={purposeColours}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={client}>
        <ConfirmProvider>{children}</ConfirmProvider>
        <Notifications position="bottom-left" limit={3} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
