import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { usePeople } from '@/lib/requests/people';
import { useMay } from '@/lib/session/SessionContext';
import {
  IconAlert,
  IconAnswer,
  IconBlocked,
  IconCalendar,
  IconCheck,
  IconChecks,
  IconClock,
  IconDownload,
  IconEmail,
  IconFile,
  IconFilter,
  IconForward,
  IconKey,
  IconLink,
  IconLinkOff,
  IconMessage,
  IconOutbox,
  IconPause,
  IconRefresh,
  IconReply,
  IconRestore,
  IconResume,
  IconRoute,
  IconTrash,
  IconUser,
  IconUsers,
  IconX,
} from '../icons';
import { Time } from '../time/Time';
import { sentenceOf } from './sentence';
import classes from './Timeline.module.css';

type Kind = TimelineEntry['kind'];

const ICONS: Record<Kind, ComponentType<{ size?: number; stroke?: number }>> = {
  received: IconEmail,
  stored: IconDownload,
  seen_again: IconEmail,
  parsed: IconFile,
  authenticity: IconCheck,
  domain_report: IconFile,
  filter_matched: IconFilter,
  filter_skipped: IconFilter,
  filter_tried: IconFilter,
  filter_did: IconFilter,
  no_such_case: IconFilter,
  discarded: IconTrash,
  review: IconAlert,
  decided: IconCheck,
  case_matched: IconMessage,
  case_created: IconMessage,
  answers_ended: IconMessage,
  all_mail: IconPause,
  case_assigned: IconUser,
  sender_known: IconUsers,
  placed: IconCheck,
  auto_replied: IconReply,
  not_auto_replied: IconReply,
  faq: IconAnswer,
  forwarded: IconForward,
  not_forwarded: IconForward,
  blocked: IconBlocked,
  ignored: IconBlocked,
  failed: IconAlert,
  requeued: IconRefresh,
  way_chosen: IconRoute,
  deleted: IconTrash,
  restored: IconRestore,
  queued: IconEmail,
  sent_as: IconEmail,
  sent_instead: IconEmail,
  routed: IconRoute,
  signing: IconKey,
  attempted: IconOutbox,
  next_try: IconClock,
  delivered: IconChecks,
  files_linked: IconLink,
  file_fetched: IconDownload,
  file_link_revoked: IconLinkOff,
  planned: IconCalendar,
  held: IconPause,
  stranded: IconPause,
  through_list: IconUsers,
  receipt: IconChecks,
  released: IconResume,
  newer: IconCheck,
  called_back: IconReply,
  delayed_elsewhere: IconClock,
  back_on: IconCalendar,
  returned: IconX,
  return_matched: IconCheck,
  return_unmatched: IconRestore,
  return_held: IconPause,
  return_counted: IconReply,
  address_blocked: IconBlocked,
  tries_address: IconCheck,
  gave_up: IconX,
};

/** What happened to one mail, in order, in sentences. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const people = usePeople(useMay('cases_all', 'cases_own'));
  const context = {
    t,
    format,
    userName: (id: string) => people.find((person) => person.id === id)?.name,
    filterName: (id: string) =>
      entries.flatMap((entry) =>
        entry.kind === 'filter_matched' && entry.filter_id === id ? [entry.name] : [],
      )[0],
  };
  return (
    <ol className={classes.timeline}>
      {entries.map((entry, index) => {
        const { text, details, tone } = sentenceOf(entry, context);
        const Icon = ICONS[entry.kind] ?? IconCheck;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever appended
          <li key={index} className={classes.step} data-tone={tone}>
            <span className={classes.icon} aria-hidden>
              <Icon size={15} stroke={1.8} />
            </span>
            <div className={classes.body}>
              <p className={classes.text}>{text}</p>
              {details.map((detail) => (
                <p key={detail} className={classes.detail}>
                  {detail}
                </p>
              ))}
            </div>
            <span className={classes.time}>
              <Time at={entry.at} as="exact" />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
