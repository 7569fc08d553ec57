import { Alert, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import type { Incident } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { useKept } from './use-kept';

interface Props {
  incident: Incident;
  /** That somebody has seen to it; the button is where the keyboard was. */
  onSeenTo: (button: HTMLElement) => void;
  loading: boolean;
}

/** Many mails that a provider refuses for a fault of ours: what it is, what helps, and that somebody has seen to it. */
export function OurFault({ incident, onSeenTo, loading }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const kept = useKept();
  const { provider, sender_domain: domain, held, words, waits_until } = incident;
  return (
    <Alert
      mb="md"
      mx={{ base: 'md', sm: 0 }}
      color="red"
      variant="light"
      icon={<IconAlert size={18} />}
      // Its figures change each minute; what is read aloud is that it is there.
      role="group"
      title={<span role="alert">{t('incidents.ours.title', { provider })}</span>}
    >
      <Text size="sm">
        {held.more
          ? t('incidents.ours.countMore', { total: format.count(held.count) })
          : t('incidents.ours.count', { count: held.count })}{' '}
        {textOf(`returns.class.${incident.class}`)}.
      </Text>
      {domain && <Text size="sm">{t('incidents.ours.ofDomain', { provider, domain })}</Text>}
      <Text size="sm">{textOf(`incidents.ours.cure.${incident.class}`)}</Text>
      {incident.class === 'auth-failed' && <Text size="sm">{t('incidents.ours.putOff')}</Text>}
      {waits_until && (
        <Text size="sm">
          {domain
            ? t('incidents.ours.waitsOfDomain', { provider, domain, when: format.full(waits_until) })
            : t('incidents.ours.waits', { provider, when: format.full(waits_until) })}
        </Text>
      )}
      {incident.kept_by && <Text size="sm">{kept(incident)}</Text>}
      <Text size="sm">{t('timeline.serverWords', { words })}</Text>
      <Group mt="xs" gap="xs">
        <Button size="compact-sm" loading={loading} onClick={({ currentTarget }) => onSeenTo(currentTarget)}>
          {t('incidents.ours.seenTo')}
        </Button>
        <Button size="compact-sm" variant="default" component={Link} to="/email/outbox">
          {t('incidents.ours.outbox')}
        </Button>
      </Group>
    </Alert>
  );
}
