import { ActionIcon, Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconForward, IconNote, IconOutbox, IconPaperclip, IconReply, IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { Time } from '@/components/time/Time';
import type { ShownDraft } from '@/lib/drafts/with-unsaved';
import { readable } from '@/lib/format/domain-name';
import { keepClosing } from '@/lib/mail/closing-many';
import { dropEnd } from '@/lib/mail/kept-ends';
import { manyOf } from '@/lib/mail/many';
import { KEYLESS } from '@/lib/mail/send-key';
import { useDeleteDraft } from '../api/delete-draft';
import { placeOf } from '../place';
import classes from './DraftsPage.module.css';

const ICONS = {
  reply: IconReply,
  reply_all: IconReply,
  forward: IconForward,
  comment: IconNote,
  new: IconOutbox,
};

/** One draft: where it is written, what it says so far, and how to go on or to end it. */
export function DraftItem({ draft, isKept, drop, writer }: ShownDraft) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteDraft();
  const place = placeOf(draft);
  const many = manyOf(draft.mail_key);
  const Icon = ICONS[many ?? draft.mode];
  const nothing = many ? t(`drafts.many.${many}`) : t('common.noSubject');
  const subject = draft.subject || draft.case_title || nothing;
  const title = draft.case_number ? `#${draft.case_number} ${draft.case_title ?? ''}` : subject;
  const ask = async () => {
    const question = { title: t('drafts.deleteTitle'), text: title, action: t('reply.discard') };
    if (!(await confirm(question))) return;
    // What is on its way would bring it back behind its end.
    const mayBeThere = (await drop?.()) || isKept;
    try {
      if (mayBeThere) await remove.mutateAsync({ draft, writer, isUnsaved: drop !== undefined });
    } catch (error) {
      return notifyProblem(error, t);
    }
    // What is begun under its name from here on is another mail, which has not ended.
    if (draft.mail_key !== null) {
      dropEnd(draft.mail_key);
      keepClosing(draft.mail_key, false);
    }
    notifyDone(t('drafts.deleted'));
  };
  const body = (
    <>
      <span className={classes.head}>
        <Icon size={17} aria-hidden />
        <strong className={classes.title}>{title}</strong>
        {drop && (
          <Badge color="orange" className={classes.sign}>
            {t('drafts.unsaved')}
          </Badge>
        )}
        {draft.returned && (
          <Badge color="yellow" className={classes.sign}>
            {t(`drafts.returned.${draft.returned}`)}
          </Badge>
        )}
      </span>
      <span className={classes.text}>{draft.text.trim() || t('drafts.noText')}</span>
      <span className={classes.facts}>
        <span>{many ? t('drafts.many.hint') : t(`drafts.mode.${draft.mode}`)}</span>
        {draft.to && draft.to.length > 0 && <span>{readable(draft.to.join(', '))}</span>}
        {draft.uploads.length > 0 && (
          <span>
            <IconPaperclip size={13} aria-hidden /> {t('drafts.files', { count: draft.uploads.length })}
          </span>
        )}
        <Time at={draft.updated_at} as="relative" />
      </span>
    </>
  );
  return (
    <li className={classes.item}>
      {place ? (
        <Link
          to="/cases/$caseId"
          params={{ caseId: place.id }}
          search={{ write: place.mode }}
          className={classes.open}
        >
          {body}
        </Link>
      ) : many ? (
        <Link to="/cases" className={classes.open}>
          {body}
        </Link>
      ) : (
        <Link to="/cases/start" search={{ mail: draft.mail_key ?? KEYLESS }} className={classes.open}>
          {body}
        </Link>
      )}
      <ActionIcon
        size="lg"
        variant="subtle"
        color="gray"
        loading={remove.isPending}
        aria-label={t('drafts.deleteOf', { title })}
        onClick={() => void ask()}
      >
        <IconTrash size={17} />
      </ActionIcon>
    </li>
  );
}
