import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { Notice } from '@/lib/api/types';
import { sentenceOf } from '../sentence';
import classes from './NoticeItem.module.css';

type Props = { notice: Notice; onOpen: (notice: Notice) => void };

type Place =
  | '/cases'
  | '/email/blocked-addresses'
  | '/settings/outgoing'
  | '/settings/senders'
  | '/profile/outgoing'
  | '/settings/oauth';

/** Where notices lead that are of no single case. */
const PLACES: Partial<Record<Notice['event'], Place>> = {
  reminder: '/cases',
  incident: '/email/blocked-addresses',
};

/** Where a server or a sign-in is mended; a mailbox on its own page. */
const MENDED: Partial<Record<string, Place>> = {
  organisation: '/settings/outgoing',
  domain: '/settings/outgoing',
  user: '/profile/outgoing',
  application: '/settings/oauth',
};

/** What is said of one mail of the reader's that is of no case. */
const OF_OWN_MAIL = ['mail_returned', 'mail_delayed'];

function placeOf({ event, what, params }: Notice): Place | undefined {
  if (what === 'copy_failed') return params.sender ? '/settings/senders' : '/profile/outgoing';
  return PLACES[event] ?? (what === 'server' ? MENDED[params.of ?? ''] : undefined);
}

/** One notice; it leads to its case. */
export function NoticeItem({ notice, onOpen }: Props) {
  const { t } = useTranslation();
  const about = notice.case;
  const isStopped = notice.what === 'stranded';
  const blocked = notice.what === 'colleague_blocked' ? (notice.params.address ?? '') : undefined;
  const domainId = notice.what === 'sender_domain' ? notice.params.id : undefined;
  const isServer = notice.what === 'server';
  const place = placeOf(notice);
  const hasPlace =
    place !== undefined ||
    OF_OWN_MAIL.includes(notice.what) ||
    isStopped ||
    isServer ||
    blocked !== undefined ||
    !!domainId;
  const words = (
    <>
      <span className={classes.dot} data-unread={!notice.read || undefined} aria-hidden />
      <span className={classes.words}>
        <span className={classes.said}>{sentenceOf(notice, t)}</span>
        <span className={classes.line}>
          <span className={classes.about}>
            {about &&
              `${t('cases.number', { number: about.number })} · ${about.title || t('common.noSubject')}`}
            {!about && !hasPlace && notice.what !== 'newer' && t('notices.hidden')}
          </span>
          <span className={classes.time}>
            <Time at={notice.at} as="relative" />
          </span>
        </span>
        {!notice.read && <span className={classes.unseen}>{t('notices.unread')}</span>}
      </span>
    </>
  );
  const props = { className: classes.item, onClick: () => onOpen(notice) };
  if (about)
    return (
      <Link to="/cases/$caseId" params={{ caseId: about.id }} {...props}>
        {words}
      </Link>
    );
  if (OF_OWN_MAIL.includes(notice.what))
    return (
      <Link to="/email/sent" search={notice.params.count ? {} : { open: notice.params.outbox }} {...props}>
        {words}
      </Link>
    );
  if (isStopped && notice.to_me)
    return (
      <Link to="/email/sent" search={{ state: 'stopped' }} {...props}>
        {words}
      </Link>
    );
  if (isStopped)
    return (
      <Link to="/email/outbox" search={{ stopped: true }} {...props}>
        {words}
      </Link>
    );
  if (blocked !== undefined)
    return (
      <Link to="/settings/users" search={{ q: blocked }} {...props}>
        {words}
      </Link>
    );
  if (domainId)
    return (
      <Link to="/settings/sender-domains/$domainId" params={{ domainId }} {...props}>
        {words}
      </Link>
    );
  if (isServer && notice.params.of === 'mailbox')
    return (
      <Link to="/email/mailboxes" search={{ open: notice.params.id }} {...props}>
        {words}
      </Link>
    );
  if (place)
    return (
      <Link to={place} {...props}>
        {words}
      </Link>
    );
  return <div className={classes.item}>{words}</div>;
}
