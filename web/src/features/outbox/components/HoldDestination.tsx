import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPause } from '@/components/icons';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { layerOf, nextPlace } from '@/lib/focus/next-place';
import { readable } from '@/lib/format/domain-name';
import { useHeldDestinations } from '@/lib/requests/held-destinations';
import { useMay } from '@/lib/session/SessionContext';
import { useHoldDestination } from '../api/held-destinations';

/** The longest reason, characters. */
const WHY_MAX = 500;

/** Stops all mail to a domain, what is written later too, after a question that asks why; to this one, or to one that is named there. */
export function HoldDestination({ domain }: { domain?: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const held = useHeldDestinations();
  const may = useMay('outbox');
  const isHeld = held.data?.rows.some((one) => one.domain === domain) ?? false;
  const { question, noteFrom } = useGoingOn(isHeld && !opened);
  // The question stays with what was typed, and says who was faster.
  if (!may || !held.data || (isHeld && !opened)) return null;
  return (
    <>
      {!isHeld && (
        <Button
          size={domain ? 'xs' : undefined}
          variant="default"
          leftSection={domain && <IconPause size={15} />}
          onClick={({ currentTarget }) => {
            noteFrom(currentTarget);
            setOpened(true);
          }}
        >
          {domain ? t('outbox.holds.actionTo', { domain: readable(domain) }) : t('outbox.holds.action')}
        </Button>
      )}
      <Modal
        id={question}
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('outbox.holds.question')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Question before={domain} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

/** Leads the keyboard on behind the button that opened a question where it goes with the answer, which would lead back to it. */
function useGoingOn(isGone: boolean) {
  const question = useId();
  const next = useRef<HTMLElement>(undefined);
  useLayoutEffect(() => {
    const active = document.activeElement;
    // Whoever went elsewhere meanwhile stays there.
    const isLost = active === document.body || document.getElementById(question)?.contains(active);
    if (isGone && isLost) next.current?.focus({ preventScroll: true });
  }, [isGone, question]);
  const noteFrom = (button: HTMLElement) => {
    next.current = nextPlace(button, layerOf(button));
  };
  return { question, noteFrom };
}

function Question({ before, onDone }: { before?: string; onDone: () => void }) {
  const { t } = useTranslation();
  const hold = useHoldDestination();
  const [domain, setDomain] = useState(before ? (readable(before) ?? before) : '');
  const [why, setWhy] = useState('');
  const begin = () =>
    hold.mutate(
      { domain, why },
      {
        onSuccess: () => {
          notifyDone(t('outbox.holds.done', { domain: domain.trim() }));
          onDone();
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t('outbox.holds.lead')}</Text>
        <TextInput
          data-autofocus={before === undefined || undefined}
          required
          label={t('outbox.holds.domain')}
          description={t('outbox.holds.domainHint')}
          value={domain}
          onChange={(event) => setDomain(event.currentTarget.value)}
        />
        <Textarea
          data-autofocus={before !== undefined || undefined}
          required
          autosize
          minRows={2}
          label={t('outbox.holds.why')}
          description={t('outbox.holds.whyHint')}
          maxLength={WHY_MAX}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <ProblemView error={hold.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!why.trim() || !domain.trim()} loading={hold.isPending}>
            {t('outbox.holds.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
