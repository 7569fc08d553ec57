import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconX } from '@/components/icons';
import { destinationName } from '../destination';

type Cleared = { domain?: undefined; age?: undefined; destination?: undefined };
type Props = { domain?: string; destination?: string; onClear: (cleared: Cleared) => void };

/** Where the mail of the list waits, as it was asked for; each is taken away with a click. */
export function OutboxPlaces({ domain, destination, onClear }: Props) {
  const { t } = useTranslation();
  const places = [
    domain && {
      label: t('outbox.picture.filter', { domain }),
      cleared: { domain: undefined, age: undefined },
    },
    destination && {
      label: t('outbox.picture.atDestination', { destination: destinationName(destination) }),
      cleared: { destination: undefined },
    },
  ];
  return places.map(
    (place) =>
      place && (
        <Button
          key={place.label}
          size="xs"
          variant="light"
          title={t('outbox.picture.clear')}
          rightSection={<IconX size={13} />}
          onClick={() => onClear(place.cleared)}
        >
          {place.label}
        </Button>
      ),
  );
}
