import { Button, Group, Modal } from '@mantine/core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHold } from '../page/hold';

export type Question = {
  title: string;
  text?: string;
  action: string;
  /** Nothing is lost by it, and its button does not warn. */
  harmless?: boolean;
};
type Ask = (question: Question) => Promise<boolean>;

/** A question about what stands in a drawer lies above it; both are at 200 by themselves. */
const ABOVE_DRAWERS = 250;

const ConfirmContext = createContext<Ask>(() => Promise.resolve(false));

/** Asks before something that is hard to undo: `if (await confirm({...}))`. */
export function useConfirm(): Ask {
  return useContext(ConfirmContext);
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ question: Question; answer: (yes: boolean) => void } | null>(null);
  const ask = useCallback<Ask>((question) => new Promise((answer) => setOpen({ question, answer })), []);
  const close = (yes: boolean) => {
    open?.answer(yes);
    setOpen(null);
  };
  return (
    <ConfirmContext value={ask}>
      {children}
      {open && (
        <Modal
          opened
          onClose={() => close(false)}
          title={open.question.title}
          centered
          zIndex={ABOVE_DRAWERS}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <Hold />
          {open.question.text}
          <Group justify="flex-end" mt="lg">
            <Button variant="default" onClick={() => close(false)}>
              {t('common.cancel')}
            </Button>
            <Button
              color={open.question.harmless ? undefined : 'red'}
              onClick={() => close(true)}
              data-autofocus
            >
              {open.question.action}
            </Button>
          </Group>
        </Modal>
      )}
    </ConfirmContext>
  );
}

/** While it is asked, the drawer below does not hear the keys that answer. */
function Hold() {
  useHold();
  return null;
}
