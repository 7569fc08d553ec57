import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { ReturnedMail } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { useMay } from '@/lib/session/SessionContext';
import classes from './ReturnsOfAddress.module.css';
import { RuleName } from './RuleName';

/** What came back from an address, the newest first: what, whose fault, in which words, and what followed. */
export function ReturnsOfAddress({ history }: { history: ReturnedMail[] }) {
  const { t } = useTranslation();
  if (history.length === 0) return <p className={classes.none}>{t('blockedAddresses.noReturns')}</p>;
  return (
    <section>
      <h3 className={classes.heading}>{t('blockedAddresses.history')}</h3>
      <ol className={classes.list}>
        {history.map((one) => (
          <Returned key={`${one.at}-${one.outbox_id ?? one.intake_id}`} one={one} />
        ))}
      </ol>
    </section>
  );
}

function Returned({ one }: { one: ReturnedMail }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item}>
      <span className={classes.line}>
        <strong>{textOf(`returns.class.${one.class}`) ?? t('returns.class.unclassified')}</strong>
        <Time at={one.at} />
      </span>
      <span>
        {`${t('addressWarning.whose')}: ${textOf(`addressWarning.fault.${one.fault}`) ?? '–'}`}
        {' · '}
        <strong className={classes.effect}>{textOf(`addressWarning.effect.${one.effect}`)}</strong>
      </span>
      <span className={classes.words}>{one.words || one.matched}</span>
      <span className={classes.meta}>
        {textOf(`blockedAddresses.source.${one.source}`)}
        {' · '}
        <RuleName rule={one.rule} of={one.class} rules={one.rules} within />
        <Evidence one={one} />
      </span>
    </li>
  );
}

/** A report that names nobody, as it came: of whose mail it is, and what follows for an address, nobody has said yet. */
export function NamelessReturn({ one }: { one: ReturnedMail }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3 className={classes.heading}>{t('blockedAddresses.history')}</h3>
      <div className={classes.item}>
        <Time at={one.at} />
        <span className={classes.words}>{one.words || one.matched}</span>
        <span className={classes.meta}>
          {textOf(`blockedAddresses.source.${one.source}`)}
          <Evidence one={one} />
        </span>
      </div>
    </section>
  );
}

/** The ways to the mail and to the report, for those who may look there. */
function Evidence({ one }: { one: ReturnedMail }) {
  const { t } = useTranslation();
  const mayOutbox = useMay('outbox');
  const mayIntake = useMay('intake');
  return (
    <>
      {one.outbox_id && mayOutbox && (
        <>
          {' · '}
          <Link to="/email/outbox" search={{ open: one.outbox_id }}>
            {t('addressWarning.mail')}
          </Link>
        </>
      )}
      {one.intake_id && mayIntake && (
        <>
          {' · '}
          <Link to="/email/inbox" search={{ open: one.intake_id }}>
            {t('addressWarning.report')}
          </Link>
        </>
      )}
    </>
  );
}
