import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { AddressDecision } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import classes from './ReturnsOfAddress.module.css';

/** What is said of decisions that came of a mail. */
const WITH_MAIL: Record<string, string> = {
  on_trial: 'on_trial_by_mail',
  cleared: 'cleared_by_unmatch',
};

/** What was decided about an address, the newest first: by whom, and why. */
export function DecisionsOnAddress({ changes }: { changes: AddressDecision[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  const who = (one: AddressDecision) => {
    if (one.by !== null) return one.by_name ?? t('addressWarning.someone');
    if (one.deed === 'wrote') return t('blockedAddresses.byMail');
    return t(one.deed.startsWith('trial_') ? 'blockedAddresses.byTrial' : 'blockedAddresses.byReturn');
  };
  const what = (one: AddressDecision) => {
    // A trial that a person began has no mail yet, and a block that he lifted himself has none at all.
    const ofMail = one.outbox_id !== null && WITH_MAIL[one.deed];
    return textOf(`addressWarning.deed.${ofMail || one.deed}`);
  };
  return (
    <section>
      <h3 className={classes.heading}>{t('addressWarning.decisions')}</h3>
      <ol className={classes.list}>
        {changes.map((one) => (
          <li key={`${one.at}-${one.deed}`} className={classes.item}>
            <span className={classes.line}>
              <strong>{what(one)}</strong>
              <Time at={one.at} />
            </span>
            {one.note && <p className={classes.note}>{t('blockedAddresses.quoted', { text: one.note })}</p>}
            <span className={classes.meta}>
              {[
                who(one),
                one.reason && t(`blockedAddresses.reason.${one.reason}`),
                one.scope && t(`blockedAddresses.scope.${one.scope}`),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
