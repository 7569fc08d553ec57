import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SideDrawer } from '@/components/page/SideDrawer';
import { TimelineOf } from '@/components/timeline/TimelineOf';
import type { Case, Message } from '@/lib/api/types';
import type { Mode } from '../draft';
import { gathered, partFailed } from '../failures';
import { FAILURE, isFailureTold, ofKind, type Shown } from '../message-kinds';
import { useOpeningPlace } from '../use-opening-place';
import { usePrinting } from '../use-printing';
import classes from './Conversation.module.css';
import { DELAY, DelayCard } from './DelayCard';
import { FailureCard } from './FailureCard';
import { FailureGroup } from './FailureGroup';
import { MessageCard } from './MessageCard';
import { MessageFilter } from './MessageFilter';

/** Messages at the end that are always open; older ones are one line each until they are wanted. */
const OPEN = 3;

type Props = {
  shown: Case;
  /** Somebody answers, or passes on, this message. */
  onWrite: (mode: Mode, about?: Message) => void;
};

/** What was said in the case, oldest first; it opens at the newest message, or at a mail that did not arrive. */
export function Conversation({ shown, onWrite }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const [traced, setTraced] = useState<Message | null>(null);
  const [kind, setKind] = useState<Shown>('all');
  const printed = usePrinting();
  const groups = useMemo(() => gathered(shown.messages), [shown.messages]);
  const ofMany = (message: Message) =>
    message.class === FAILURE && !message.removed && message.outbox_id
      ? groups.get(message.outbox_id)
      : undefined;
  // Many entries of one mail are one card, in the place of the newest.
  const messages = ofKind(shown.messages, kind).filter(
    (message) => (ofMany(message)?.at(-1)?.id ?? message.id) === message.id,
  );
  const folded = messages.length > OPEN + 2 ? messages.length - OPEN : 0;
  useOpeningPlace(scroller, { count: messages.length, newest: messages.at(-1)?.id });
  return (
    <section ref={scroller} className={classes.conversation} aria-label={t('case.conversation')}>
      {shown.messages.length > OPEN && <MessageFilter value={kind} onChange={setKind} />}
      {messages.length === 0 && (
        <p className={classes.none}>
          {t(shown.messages.length === 0 ? 'message.none' : 'message.noneOfKind')}
        </p>
      )}
      {messages.map((message, index) =>
        ofMany(message) ? (
          <FailureGroup key={message.id} shown={shown} entries={ofMany(message) ?? []} onWrite={onWrite} />
        ) : message.class === FAILURE && !message.removed ? (
          <FailureCard key={message.id} shown={shown} message={message} onWrite={onWrite} />
        ) : message.class === DELAY && !message.removed ? (
          <DelayCard key={message.id} message={message} onWrite={onWrite} />
        ) : (
          <MessageCard
            key={message.id}
            caseId={shown.id}
            message={message}
            told={isFailureTold(messages, message)}
            part={partFailed(shown, message)}
            folded={index < folded && !isUnsettled(message)}
            printed={printed}
            onTimeline={() => setTraced(message)}
            onWrite={onWrite}
          />
        ),
      )}
      <SideDrawer
        opened={traced !== null}
        onClose={() => setTraced(null)}
        title={t('timeline.title')}
        size="36rem"
      >
        {traced && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          <div tabIndex={0}>
            <TimelineOf source={{ of: 'message', caseId: shown.id, id: traced.id }} />
          </div>
        )}
      </SideDrawer>
    </section>
  );
}

/** What did not arrive, or waits for its time, is never folded away. */
function isUnsettled({ delivery }: Message): boolean {
  return delivery?.state === 'failed' || (delivery?.can_be_taken_back ?? false);
}
