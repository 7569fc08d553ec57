import { useTranslation } from 'react-i18next';
import { type Refusal, reasonOf } from '@/lib/mail/plain-words';
import classes from './ServerWords.module.css';

/** Why a server did not take a mail: in plain words first, then what can be done, then its own words. */
export function ServerWords({ refusal, cure = true }: { refusal: Refusal; cure?: boolean }) {
  const { t } = useTranslation();
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
