import { useTranslation } from 'react-i18next';
import { textOf } from '@/lib/i18n/text';
import { useSenderCheck } from '@/lib/requests/sender-check';
import classes from './SenderWay.module.css';

type Props = {
  address: string;
  /** Whether it is the user's own, and may leave through a server of the user's. */
  own?: boolean;
};

/** Which way mail from a sender will take, and who says so. Nothing of one that is not sent. */
export function SenderWay({ address, own = false }: Props) {
  const { t } = useTranslation();
  const check = useSenderCheck(address, own);
  if (!check?.way) return null;
  const { kind, because, server } = check.way;
  const from = check.rewritten_from ?? check.address;
  const why = textOf(`senderCheck.wayBecause.${because}`, { domain: from.slice(from.lastIndexOf('@') + 1) });
  if (!why) return null;
  return <span className={classes.way}>{t(`senderCheck.way.${kind}`, { server, why })}</span>;
}
