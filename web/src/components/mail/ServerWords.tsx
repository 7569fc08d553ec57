import { useTranslation } from 'react-i18next';
import type { HeldBack } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { heldBackSentence } from '@/lib/mail/held-back';
import { type Refusal, reasonOf } from '@/lib/mail/plain-words';
import classes from './ServerWords.module.css';

type Props = {
  refusal: Refusal;
  /** Why no server was asked, where none was. */
  held?: HeldBack | null;
  cure?: boolean;
};

/** Why a server did not take a mail: in plain words first, then what can be done, then its own words. */
export function ServerWords({ refusal, held, cure = true }: Props) {
  const { t } = useTranslation();
  if (held) return <NotTried held={held} cure={cure} />;
  const reason = reasonOf(refusal);
  return (
    <div className={classes.block}>
      {reason && (
        <p className={classes.plain}>
          {t(`reason.${reason}.text`)} {cure && t(`reason.${reason}.cure`)}
        </p>
      )}
      {refusal.words && (
        <p className={classes.said}>
          {t('delivery.serverSaid')}: <q lang="en">{refusal.words}</q>
        </p>
      )}
    </div>
  );
}

/** No server was asked: the address is blocked. */
function NotTried({ held, cure }: { held: HeldBack; cure: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.block}>
      <p className={classes.plain}>
        {heldBackSentence(held, t, format)} {cure && t('addressWarning.notTriedCure')}
      </p>
      {held.words && (
        <p className={classes.said}>
          {t('delivery.serverSaid')}: <q lang="en">{held.words}</q>
        </p>
      )}
    </div>
  );
}
