import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { NARROW } from '@/components/data-list/DataList';
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
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** What was done is told where it hides nothing that is worked on: an answer is written at the bottom. A phone has room for one. */
export function Toasts() {
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches) ?? false;
  return <Notifications position={narrow ? 'bottom-left' : 'top-center'} limit={narrow ? 1 : 3} />;
}
