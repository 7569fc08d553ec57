import { ActionIcon, Button, FileButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconPaperclip, IconTrash } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import { type ApiProblem, isPassing } from '@/lib/api/problem';
import type { StatusAfter } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { MAIL_OCTETS_NEAR } from '@/lib/limits';
import type { Mode } from '../draft';
import { tellHeight } from '../foot-height';
import type { Keeping } from '../use-draft';
import type { SendChoice } from '../use-sending';
import { limitOf, type MailSize } from '../use-writing';
import classes from './ReplyButtons.module.css';
import { SendButton } from './SendButton';

type Props = {
  mode: Mode | 'new';
  /** What stands on the button where one is sent for each of many cases. */
  many?: string;
  empty: boolean;
  blocked: string | undefined;
  /** What of it is said beside the buttons, as it is nothing that is only not written yet. */
  stopped?: string;
  /** Why it was not sent off, and what helps. */
  notice?: ReactNode;
  /** Why it was refused. */
  problem?: unknown;
  saving: boolean;
  keeping: Keeping;
  /** Why its draft cannot be kept, where waiting does not help. */
  unkept?: ApiProblem | null;
  size: MailSize | undefined;
  /** What an answer makes of the case when nothing is chosen. */
  after?: StatusAfter | null;
  /** What puts a template into the text. */
  template?: ReactNode;
  onFiles: (files: File[]) => void;
  /** Whether the mail goes over verified encryption alone. */
  secure: { needs: boolean; onChange: (needs: boolean) => void };
  onSend: (choice?: SendChoice) => void;
  onComment?: () => void;
  onDiscard: () => void;
};

/** What stops the mail, and the buttons; it stays in view however long the mail above it is. */
export function ReplyButtons(props: Props) {
  return (
    <div ref={tellHeight} className={classes.foot} data-buttons-at-foot>
      {props.notice && <div className={classes.notice}>{props.notice}</div>}
      <ProblemView error={props.problem ?? props.unkept} />
      {props.stopped && !props.empty && (
        <p className={classes.stopped} role="status">
          <IconAlert size={16} aria-hidden /> <span>{props.stopped}</span>
        </p>
      )}
      <Buttons {...props} />
    </div>
  );
}

/** Attach, throw away, and send. */
function Buttons(props: Props) {
  const { t } = useTranslation();
  const { mode, many, empty, keeping } = props;
  // What is on its way is a form of its own that stands there until the server has said something.
  const isGoing = props.saving && (mode === 'new' || many !== undefined);
  return (
    <div className={classes.buttons}>
      {mode !== 'comment' && (
        <FileButton multiple onChange={props.onFiles}>
          {(button) => (
            <Button
              {...button}
              variant="subtle"
              color="gray"
              className={classes.tool}
              aria-label={t('reply.attach')}
              leftSection={<IconPaperclip size={17} />}
            >
              <span className={classes.word}>{t('reply.attach')}</span>
            </Button>
          )}
        </FileButton>
      )}
      {props.template}
      <TotalSize size={props.size} />
      {!empty && (
        <>
          <span className={classes.kept} role={keeping === 'failed' ? 'alert' : undefined}>
            {keeping === 'failed'
              ? t(isPassing(props.unkept) ? 'reply.draftFailed' : 'reply.draftRefused')
              : keeping !== 'none' && t(`reply.draft.${keeping}`)}
          </span>
          <ActionIcon
            size="md"
            aria-label={t('reply.discard')}
            title={t('reply.discard')}
            // What is on its way is not thrown away any more.
            disabled={isGoing}
            onClick={props.onDiscard}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </>
      )}
      <span className={classes.space} />
      {mode === 'comment' ? (
        <Button disabled={empty} loading={props.saving} onClick={props.onComment}>
          {t('reply.addComment')}
        </Button>
      ) : (
        <SendButton
          mode={mode}
          many={many}
          disabled={empty || props.blocked !== undefined || isGoing}
          why={props.blocked}
          after={mode === 'reply' || mode === 'reply_all' ? props.after : undefined}
          secure={props.secure}
          onSend={props.onSend}
        />
      )}
    </div>
  );
}

/**
 * How much of the largest mail the files take; a third more than they have, as mail carries them. It is counted against what the
 * outgoing server takes where that is less: what the sender's line beside it tells of, too.
 */
function TotalSize({ size }: Pick<Props, 'size'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!size || size.octets === 0) return null;
  const limit = limitOf(size);
  const over = size.octets > size.max;
  const word = over ? 'sizeOver' : wordOf(size, limit);
  return (
    <span
      className={classes.size}
      title={t('reply.sizeWhat')}
      data-over={over || undefined}
      data-near={(!over && word !== 'size') || undefined}
      role={over ? 'alert' : word === 'size' ? undefined : 'status'}
    >
      {t(`reply.${word}`, {
        size: format.octets(size.octets),
        max: format.octets(over ? size.max : limit.max),
      })}
    </span>
  );
}

/** What a mail's size is told with that may be sent. */
function wordOf({ octets }: MailSize, { max }: ReturnType<typeof limitOf>) {
  if (octets > max) return 'sizeOverServer';
  return octets > MAIL_OCTETS_NEAR ? 'sizeNear' : 'size';
}
