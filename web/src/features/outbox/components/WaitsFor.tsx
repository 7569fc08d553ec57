import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ServerWords } from '@/components/mail/ServerWords';
import type { Delivery, HeldDestination, OutboxWait } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { useHeldDestinations } from '@/lib/requests/held-destinations';
import { keepsAll, type SameWait, sameWaits } from '../same-waits';
import classes from './WaitsFor.module.css';

/** The rules that keep all mail for a destination waiting, and what would end that. */
const SHARED = [
  'silent',
  'busy',
  'unprotected',
  'refused',
  'destination_rate',
  'organisation_rate',
  'own_rate',
  'organisation_share',
  'stopped',
  'stopped_by_operator',
  'held_destination',
] as const;
type Shared = (typeof SHARED)[number];

/** Those of them that are trouble of the servers there, which may be a relay of ours. */
const OF_SERVERS = ['silent', 'busy', 'unprotected'] as const;
type OfServers = (typeof OF_SERVERS)[number];

/** Whether it is a relay of ours that is in trouble, so that nothing is said of the recipient's servers. */
const isOfRelay = ({ held_by }: OutboxWait, rule: OutboxWait['rule']): rule is OfServers =>
  /^(relay|shared):/.test(held_by ?? '') && OF_SERVERS.some((one) => one === rule);

/** Whose the relay in trouble is: the author's own is mended in the author's profile, and by nobody else. */
const whose = ({ held_by }: OutboxWait) => (held_by?.startsWith('relay:user ') ? 'own' : 'relay');

/** Recipients that are named before the others are counted. */
const NAMED_MAX = 3;

const isShared = (rule: OutboxWait['rule']): rule is Shared => SHARED.some((shared) => shared === rule);

/** What the mail shares its wait with: the rule, how many others, the last words, and what would release it. */
export function WaitsFor({ waits, deliveries }: { waits: OutboxWait[]; deliveries: Delivery[] }) {
  const told = sameWaits(waits, deliveries);
  const several = deliveries.length > 1;
  return (
    <ul className={classes.waits}>
      {told.map((same) => (
        <li key={`${same.wait.domain} ${same.when}`}>
          {several && same.recipients.length > 0 && <Whom recipients={same.recipients} />}
          <Wait {...same} />
        </li>
      ))}
    </ul>
  );
}

/** Who they are: a few by name, and how many more. */
function Whom({ recipients }: { recipients: string[] }) {
  const { t } = useTranslation();
  const named = readable(recipients.slice(0, NAMED_MAX).join(', '));
  const more = recipients.length - NAMED_MAX;
  return <p className={classes.whom}>{more > 0 ? t('outbox.why.andMore', { named, count: more }) : named}</p>;
}

function Wait({ wait, when }: SameWait) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rule, others } = wait;
  const holder = useHolder(wait);
  return (
    <>
      {isShared(rule) && (
        <p className={classes.text}>
          {t(holder?.user_name ? 'outbox.why.heldBy' : ruleText(wait, rule), {
            user: holder?.user_name ?? '',
            destination: rule === 'held_destination' ? readable(wait.domain) : placeOf(wait),
            when: when ? format.full(when) : '',
            limit: wait.per_minute ?? 0,
            share: wait.share_percent ?? 0,
            since: wait.since ? format.full(wait.since) : '',
            why: wait.words ?? '',
          })}
        </p>
      )}
      {others > 0 && (
        <p className={classes.text}>
          {wait.more_others
            ? t('outbox.why.othersMore', { count: others })
            : t('outbox.why.others', { count: others })}{' '}
          <Link to="/email/outbox" search={allOf(wait)}>
            {t('outbox.why.showAll')}
          </Link>
        </p>
      )}
      {isShared(rule) && !wait.meaning?.sign_in_refused && (
        <p className={classes.cure}>{t(cureOf(wait, rule, holder))}</p>
      )}
      {wait.words && !wait.since && (
        <ServerWords words={wait.words} meaning={wait.meaning} over={false} cure={false} />
      )}
    </>
  );
}

/** What would end it; trouble of a relay is mended by whoever set it, and the operator's hold by him. */
function cureOf(wait: OutboxWait, rule: Shared, holder: HeldDestination | undefined) {
  if (holder?.by_operator) return 'outbox.why.cure.stopped_by_operator';
  if (!isOfRelay(wait, rule)) return `outbox.why.cure.${rule}` as const;
  if (whose(wait) === 'own' && rule !== 'busy') return 'outbox.why.ownCure';
  return rule === 'unprotected' ? 'outbox.why.relayCure' : (`outbox.why.cure.${rule}` as const);
}

const placeOf = ({ destination, domain }: OutboxWait) => destination ?? domain;

const ruleText = (wait: OutboxWait, rule: Shared) =>
  isOfRelay(wait, rule)
    ? (`outbox.why.${whose(wait)}.${rule}` as const)
    : (`outbox.why.rule.${rule}` as const);

/** That all mail to its domain is stopped, where that keeps it. */
function useHolder({ rule, domain }: OutboxWait): HeldDestination | undefined {
  const isHeld = rule === 'held_destination';
  const held = useHeldDestinations(isHeld).data?.rows ?? [];
  return isHeld ? held.find((one) => one.domain === domain) : undefined;
}

/** What the list is asked for to show all that waits for the same: all of it, where that keeps all mail. */
export const allOf = (wait: OutboxWait) => {
  if (keepsAll(wait)) return {};
  if (wait.rule === 'held_destination') return { domain: wait.domain, stopped: true };
  return wait.held_by ? { destination: wait.held_by } : { domain: wait.domain };
};

/** The limits of ours, which no wish of anybody's ends. */
const LIMITS: OutboxWait['rule'][] = [
  'destination_rate',
  'organisation_rate',
  'own_rate',
  'organisation_share',
];

/** Whether it helps to try at once: what is stopped waits for a person, a pause that a server asked all who send to it for ends by itself, as does a limit. */
export const canBeTried = ({ rule, held_by }: OutboxWait) =>
  rule !== 'held_destination' &&
  (rule === 'busy' ? held_by !== null && !/^(mx|domain):/.test(held_by) : !LIMITS.includes(rule));

/** Whether that helps any of its recipients. */
export const canBePushed = (waits: OutboxWait[]) => waits.length === 0 || waits.some(canBeTried);

/** Whether a wait is shared with all mail for its destination. */
export const hasSharedWait = (waits: OutboxWait[]) => waits.some((wait) => isShared(wait.rule));
