import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSenderCheck } from '@/lib/requests/sender-check';
import { PointLine, TooLarge } from './SenderNote';
import classes from './SenderNotes.module.css';
import { useWay } from './use-way';

type Props = {
  /** Whom it is from; nothing is known of nobody. */
  address: string | undefined;
  /** Whether it is the user's own, and may leave through a server of the user's. */
  own: boolean;
  /** How large the mail is, octets. */
  octets?: number;
  /** As whom it is written; and why, where there is room. */
  says: { shortly: string; fully: string };
  /** How another sender is chosen. */
  children: ReactNode;
};

/** As whom a mail is written, and each thing that may go wrong with it; on demand what is well, and why it is from him. */
export function SenderNotes({ address, own, octets = 0, says, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [isUnfolded, setUnfolded] = useState(false);
  const check = useSenderCheck(address ?? '', own);
  const way = useWay(check);
  const isOwnWay = check?.way?.because === 'user';
  const max = check?.max_octets;
  const points = check?.points.filter(({ level }) => level !== 'pass') ?? [];
  const line = (level: 'refuse' | 'warn') =>
    points.flatMap((point) =>
      check && point.level === level
        ? [<PointLine key={point.point} check={check} point={point} own={own} />]
        : [],
    );
  // The worst first: what stops the mail, what refuses it because of its size, what may lead it among junk.
  const notes = [
    ...line('refuse'),
    ...(typeof max === 'number' && octets > max ? [<TooLarge key="size" octets={octets} max={max} />] : []),
    ...line('warn'),
  ];
  const fine = check?.points.filter(({ level }) => level === 'pass') ?? [];
  const domain = check?.address.slice(check.address.lastIndexOf('@') + 1);
  const all = 1 + notes.length + fine.length + (way ? 1 : 0);
  return (
    <span className={classes.notes}>
      <span className={classes.line}>
        <span>{!isUnfolded && notes.length > 0 ? says.shortly : says.fully}</span>
        {children}
        {all > 1 && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-expanded={isUnfolded}
            aria-controls={id}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            {isUnfolded ? t('senderCheck.showFewer') : t('senderCheck.showAll', { total: all })}
          </Button>
        )}
      </span>
      {notes.length > 0 && <span className={classes.all}>{notes}</span>}
      <span id={id} className={classes.all} hidden={!isUnfolded}>
        {isUnfolded &&
          fine.map(({ point }) => (
            <span key={point} className={classes.way}>
              {t(`senderCheck.point.${point}`, { domain, address: check?.rewritten_from })}
            </span>
          ))}
        {isUnfolded && way && <span className={classes.way}>{way}</span>}
        {isUnfolded && isOwnWay && (
          <span className={classes.way}>{t('senderCheck.ownFailures', { address })}</span>
        )}
      </span>
    </span>
  );
}
