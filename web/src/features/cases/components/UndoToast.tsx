import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './UndoToast.module.css';

type Undo = {
  id: string;
  seconds: number;
  title: string;
  onUndo: () => void /** What was done. */;
  did?: Did;
};

/** What the seconds count: until a mail leaves, or for how long what was thrown away comes back. */
const COUNTED = { sent: 'reply.leavesIn', discarded: 'reply.returnsFor' } as const;
type Did = keyof typeof COUNTED;

/** What Z takes back while its message is shown: a mail, or that a draft was thrown away. */
let current: { id: string; undo: () => void } | null = null;

/** Says what was done, with a button that takes it back for a while; returns what takes the message away. */
export function notifyUndo({ id, seconds, title, onUndo, did = 'sent' }: Undo): () => void {
  const close = () => {
    if (current?.id === id) current = null;
    notifications.hide(id);
  };
  const undo = () => {
    close();
    onUndo();
  };
  // One at a time: what is shown is what Z takes back.
  if (current) notifications.hide(current.id);
  current = { id, undo };
  notifications.show({
    id,
    // Before what merely tells: where there is room for one message, its seconds would be over before it is seen.
    priority: 1,
    title,
    message: <UndoToast ends={Date.now() + seconds * 1000} did={did} onUndo={undo} onOver={close} />,
    color: 'green',
    autoClose: false,
    withCloseButton: false,
  });
  return close;
}

/** Takes the last mail back where that can still be done; says whether. */
export function undoLast(): boolean {
  current?.undo();
  return current !== null;
}

type Props = { ends: number; did: Did; onUndo: () => void; onOver: () => void };

function UndoToast({ ends, did, onUndo, onOver }: Props) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(() => Math.ceil((ends - Date.now()) / 1000));
  useEffect(() => {
    const tick = setInterval(() => {
      const rest = Math.ceil((ends - Date.now()) / 1000);
      setLeft(Math.max(rest, 0));
      if (rest <= 0) onOver();
    }, 250);
    return () => clearInterval(tick);
  }, [ends, onOver]);
  return (
    <div className={classes.toast}>
      <span aria-hidden>{t(COUNTED[did], { count: left })}</span>
      <Button size="compact-sm" variant="default" aria-keyshortcuts="z" onClick={onUndo}>
        {t('reply.undo')}
      </Button>
    </div>
  );
}
