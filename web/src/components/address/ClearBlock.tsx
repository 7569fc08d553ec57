import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  title: string;
  saving: boolean;
  onClear: (note: string) => void;
  onClose: () => void;
};

/** Characters of a note. */
const NOTE_MAX = 500;
/** What is asked in a drawer lies above it. */
const ABOVE_DRAWERS = 250;

/** Asks whether addresses are written to again, and why. */
export function ClearBlock({ title, saving, onClear, onClose }: Props) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
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
          onClear(note.trim());
        }}
      >
        <Stack gap="md">
          {t('blockedAddresses.clearText')}
          <Textarea
            label={t('addressWarning.why')}
            description={t('addressWarning.whyHint')}
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
            <Button type="submit" loading={saving}>
              {t('blockedAddresses.clear')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
