import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

/** How long the button is there, milliseconds. */
const SHOWN_MS = 20_000;

/** It worked, and can be taken back for a while. */
export function notifyUndo(message: string, undo: { label: string; run: () => void }): void {
  const run = () => {
    notifications.hide(id);
    undo.run();
  };
  const id = notifications.show({
    message: (
      <Group justify="space-between" gap="xs">
        <span>{message}</span>
        <Button size="xs" variant="light" onClick={run}>
          {undo.label}
        </Button>
      </Group>
    ),
    color: 'green',
    autoClose: SHOWN_MS,
  });
}
