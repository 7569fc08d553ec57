import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

type Undo = { message: string; label: string; onUndo: () => void };

/** How long what was done can be taken back from its message, milliseconds. */
const SHOWN_MS = 20_000;

/** It worked, and can be taken back. */
export function notifyWithUndo({ message, label, onUndo }: Undo): void {
  const id = crypto.randomUUID();
  const undo = () => {
    notifications.hide(id);
    onUndo();
  };
  notifications.show({
    id,
    color: 'green',
    autoClose: SHOWN_MS,
    message: (
      <Group justify="space-between" gap="xs">
        {message}
        <Button size="compact-sm" variant="default" onClick={undo}>
          {label}
        </Button>
      </Group>
    ),
  });
}
