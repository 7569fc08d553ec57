import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconBlocked } from '@/components/icons';
import type { SenderCheck } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { useSenderCheck, useSenderChecks } from '@/lib/requests/sender-check';
import { useMay } from '@/lib/session/SessionContext';
import { CURE_WORDS, cureOf, gravest, worst } from './cure';
import classes from './SenderNote.module.css';

type Props = {
  address: string;
  /** Whether it is the user's own, and may leave through a server of the user's. */
  own?: boolean;
  /** How large the mail is, octets, where that is known. */
  octets?: number;
};

/** One line on a sender whose mail may not arrive, with the way to the cure. Nothing while all is well. */
export function SenderNote({ address, own = false, octets = 0 }: Props) {
  const check = useSenderCheck(address, own);
  const point = check && gravest(check);
  const isTooLarge = typeof check?.max_octets === 'number' && octets > check.max_octets;
  return (
    <>
      {point && <PointLine check={check} point={point} own={own} />}
      {isTooLarge && <TooLarge octets={octets} max={check.max_octets ?? 0} />}
    </>
  );
}

/** That the outgoing server takes no mail of this size: it said so with the mail before, so that it may take it by now. */
export function TooLarge({ octets, max }: { octets: number; max: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={classes.note} data-level="warn" role="status">
      <IconAlert size={16} aria-hidden />
      <span>{t('senderCheck.tooLarge', { size: format.octets(octets), max: format.octets(max) })}</span>
    </span>
  );
}

/** The same of mail that may be from any of these: the one that fares worst stands for all. */
export function WorstSenderNote({ addresses }: { addresses: string[] }) {
  const found = worst(useSenderChecks(addresses));
  return found ? <PointLine {...found} own={false} /> : null;
}

type LineProps = { check: SenderCheck; point: SenderCheck['points'][number]; own: boolean };

/** One thing that is wrong with a sender, and the way to its cure. */
export function PointLine({ check, point, own }: LineProps) {
  const { t } = useTranslation();
  const maySet = useMay('mailboxes');
  const cure = cureOf(point.point, { own, maySet });
  const Icon = point.level === 'refuse' ? IconBlocked : IconAlert;
  const domain = check.address.slice(check.address.lastIndexOf('@') + 1);
  // The same lack warns under one rule, and stops the mail under another.
  const refused =
    point.level === 'refuse' ? textOf(`senderCheck.refused.${point.point}`, { domain }) : undefined;
  return (
    <span className={classes.note} data-level={point.level} role="status">
      <Icon size={16} aria-hidden />
      <span>
        {refused ?? t(`senderCheck.point.${point.point}`, { domain, address: check.rewritten_from })}{' '}
        {cure && <Link to={cure}>{t(`senderCheck.cure.${CURE_WORDS[cure]}`)}</Link>}
      </span>
    </span>
  );
}
