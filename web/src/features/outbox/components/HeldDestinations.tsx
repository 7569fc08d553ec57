import { Alert, Button, Group, Stack } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPause } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import type { HeldDestination } from '@/lib/api/types';
import { focusBehind } from '@/lib/focus/next-place';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { useHeldDestinations } from '@/lib/requests/held-destinations';
import { useMay } from '@/lib/session/SessionContext';
import { useLiftDestination } from '../api/held-destinations';

/** Domains that are told of before the others are asked for. */
const SHOWN = 3;

type Props = {
  /** Shows the mail that is stopped for a domain in the list. */
  onShow: (domain: string) => void;
};

/** To which domains all mail is stopped: who did, when and why, and the way on for whoever may. */
export function HeldDestinations({ onShow }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  // The button that asked for the others is gone: the keyboard goes on at the first of them.
  useEffect(() => {
    if (all) list.current?.children[SHOWN]?.querySelector('button')?.focus();
  }, [all]);
  const rows = useHeldDestinations().data?.rows ?? [];
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.slice(0, SHOWN);
  const more = rows.length - shown.length;
  return (
    <Alert
      mb="md"
      color="yellow"
      variant="light"
      icon={<IconPause size={18} />}
      title={t('outbox.holds.title', { count: rows.length })}
    >
      <Stack ref={list} gap="sm" mah="40vh" style={{ overflowY: 'auto' }}>
        {shown.map((held) => (
          <Held key={held.domain} held={held} onShow={onShow} />
        ))}
      </Stack>
      {more > 0 && (
        <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
          {t('outbox.holds.more', { count: more })}
        </Button>
      )}
    </Alert>
  );
}

/** Who stopped it; a user may have left since. */
const holderText = ({ by_operator, user_name }: HeldDestination) => {
  if (by_operator) return 'outbox.holds.byOperator';
  return user_name ? 'outbox.holds.by' : 'outbox.holds.bySomebody';
};

function Held({ held, onShow }: { held: HeldDestination } & Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const lift = useLiftDestination();
  const mayGoOn = useMay('outbox') && !held.by_operator;
  const domain = readable(held.domain) ?? held.domain;
  const told = { domain, when: format.full(held.at), why: held.why };
  const begin = (button: HTMLElement) => {
    const goOn = focusBehind(button, '[role="group"]');
    lift.mutate(held.domain, {
      onSuccess: () => {
        goOn();
        notifyDone(t('outbox.holds.goesOn', { domain }));
      },
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <Group gap="xs" role="group" aria-label={domain}>
      <span style={{ overflowWrap: 'anywhere' }}>
        {t(holderText(held), { ...told, user: held.user_name ?? '' })}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('outbox.holds.showFor', { domain })}
        onClick={() => onShow(held.domain)}
      >
        {t('outbox.holds.show')}
      </Button>
      {mayGoOn && (
        <Button
          size="compact-sm"
          aria-label={t('outbox.holds.goOnTo', { domain })}
          loading={lift.isPending}
          onClick={({ currentTarget }) => begin(currentTarget)}
        >
          {t('outbox.holds.goOn')}
        </Button>
      )}
    </Group>
  );
}
