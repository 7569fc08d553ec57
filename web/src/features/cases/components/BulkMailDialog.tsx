import { Modal } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isHeld } from '@/components/page/hold';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { MANY, type Many } from '@/lib/mail/many';
import type { BulkTarget } from '../api/bulk-mail';
import { useNewDraft } from '../api/start-case';
import { lostMail } from '../lost-mails';
import type { Begun } from '../use-sending-many';
import { BulkMailForm, type BulkMailHandle } from './BulkMailForm';

export type BulkMailProps = {
  kind: Many;
  target: BulkTarget;
  /** How many cases, in words. */
  count: string;
  /** One of them, to show how the mail reads. */
  sample: string | undefined;
  onClose: () => void;
  onBegun: (begun: Begun) => void;
};

/** Writing one mail for each of many cases, from where it was left: closing it keeps what is written. */
export function BulkMailDialog(props: BulkMailProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(MANY[props.kind]);
  const draft = useNewDraft(name);
  // What could not be kept yet stands there without the server, and stays when it is kept.
  const [shown, setShown] = useState<string>();
  const isReady = shown === name || lostMail(name) !== undefined || draft.data !== undefined;
  if (isReady && shown !== name) setShown(name);
  const form = useRef<BulkMailHandle>(null);
  const isClosing = useRef(false);
  /** Leaves the form as it stands, with `next`, where nothing is lost by it. */
  const leave = async (next: () => void) => {
    // Escape is for the dialog above, and one question is enough.
    if (isHeld() || isClosing.current) return;
    isClosing.current = true;
    const mayClose = !form.current || (await form.current.mayClose());
    isClosing.current = false;
    if (mayClose) next();
  };
  return (
    <Modal
      opened
      onClose={() => void leave(props.onClose)}
      title={t(props.kind === 'reply' ? 'bulkMail.replyTitle' : 'bulkMail.forwardTitle')}
      size="44rem"
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {isReady ? (
        <BulkMailForm
          key={name}
          ref={form}
          name={name}
          found={draft.data ?? null}
          onOther={(key) => void leave(() => setName(key))}
          {...props}
        />
      ) : draft.isError ? (
        <ErrorState error={draft.error} onRetry={() => void draft.refetch()} />
      ) : (
        <LoadingRows rows={4} height={56} />
      )}
    </Modal>
  );
}
