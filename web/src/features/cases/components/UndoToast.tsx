import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './UndoToast.module.css';

type Undo = { id: string; seconds: number; title: string; onUndo: () => void };

/** The mail that Z takes back while its message is shown. */
let current: { id: string; undo: () => void } | null = null;

/** Says that a mail is on its way, with a button that takes it back while it waits. */
export function notifyUndo({ id, seconds, title, onUndo }: Undo): void {
  const close = () => {
    if (current?.id === id) current = null;
    notifications.hide(id);
  };
  const undo = () => {
    close();
    onUndo();
  };
  current = { id, undo };
  notifications.show({
    id,
    title,
    message: <UndoToast seconds={seconds} onUndo={undo} onOver={close} />,
    color: 'green',
    autoClose: false,
    withCloseButton: false,
  });
}

/** Takes the last mail back where that can still be done; says whether. */
export function undoLast(): boolean {
  current?.undo();
  return current !== null;
}

type Props = { seconds: number; onUndo: () => void; onOver: () => void };

function UndoToast({ seconds, onUndo, onOver }: Props) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const ends = Date.now() + seconds * 1000;
    const tick = setInterval(() => {
      const rest = Math.ceil((ends - Date.now()) / 1000);
      setLeft(Math.max(rest, 0));
      if (rest <= 0) onOver();
    }, 250);
    return () => clearInterval(tick);
  }, [seconds, onOver]);
  return (
    <div className={classes.toast}>
      <span aria-hidden>{t('reply.leavesIn', { count: left })}</span>
      <Button size="compact-sm" variant="default" aria-keyshortcuts="z" onClick={onUndo}>
        {t('reply.undo')}
      </Button>
    </div>
  );
}
