import { Alert, Button, Checkbox, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconBlocked } from '@/components/icons';
import type { Clearing } from '@/lib/requests/blocked-addresses';

type Props = {
  title: string;
  /** Whose they are: one that did not complain, one that did, or many of which some may have. */
  of: 'one' | 'complained' | 'many';
  saving: boolean;
  onClear: (clearing: Clearing) => void;
  onClose: () => void;
};

/** Characters of a note. */
const NOTE_MAX = 500;
/** What is asked in a drawer lies above it. */
const ABOVE_DRAWERS = 250;

/** Asks whether addresses are written to again, and why. Those that complained only where consent is on record, and the note says where. */
export function ClearBlock({ title, of, saving, onClear, onClose }: Props) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [consent, setConsent] = useState(false);
  const needsConsent = of === 'complained';
  const says = note.trim();
  const isReady = (consent || !needsConsent) && (says !== '' || !consent);
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      zIndex={ABOVE_DRAWERS}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onClear({ note: says, consent_on_record: consent });
        }}
      >
        <Stack gap="md">
          {needsConsent && (
            <Alert color="yellow" icon={<IconBlocked size={18} />} title={t('blockedAddresses.didComplain')}>
              {t('blockedAddresses.didComplainText')}
            </Alert>
          )}
          {t('blockedAddresses.clearText')}
          {of !== 'one' && (
            <Checkbox
              label={t(needsConsent ? 'blockedAddresses.consent' : 'blockedAddresses.alsoComplained')}
              description={needsConsent ? undefined : t('blockedAddresses.alsoComplainedHint')}
              checked={consent}
              onChange={(event) => setConsent(event.currentTarget.checked)}
            />
          )}
          <Textarea
            label={t(consent || needsConsent ? 'blockedAddresses.consentWhere' : 'addressWarning.why')}
            description={t(
              consent || needsConsent ? 'blockedAddresses.consentWhereHint' : 'addressWarning.whyHint',
            )}
            required={consent || needsConsent}
            data-autofocus
            autosize
            minRows={2}
            maxLength={NOTE_MAX}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={saving} disabled={!isReady}>
              {t('blockedAddresses.clear')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
