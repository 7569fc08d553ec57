import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '@/components/help/Help';
import { IconAlert } from '@/components/icons';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { StatusDot } from '@/components/status/StatusDot';
import { Time } from '@/components/time/Time';
import type { SenderDomain, ServedMtaSts } from '@/lib/api/types';
import { useServedMtaSts } from '../api/mta-sts';
import { isOnlyOff, leadingRecord, renewal, SERVING_TONES, stepsOf } from '../mta-sts';
import { FILE_TONES } from '../standing';
import { CopyLine } from './CopyLine';
import { MtaStsSwitch } from './MtaStsSwitch';
import classes from './SenderDomains.module.css';

type Choice = ServedMtaSts['choices'][number];

/** The policy by which Posthus asks other servers to bring the domain mail over TLS alone. */
export function MtaSts({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const found = useServedMtaSts(domain.id);
  return (
    <section>
      <h2 className={classes.title}>
        {t('mtaSts.title')}
        <Help name={t('mtaSts.title')}>{t('mtaSts.help')}</Help>
      </h2>
      <p className={classes.lead}>{t('mtaSts.lead')}</p>
      {found.isPending && <LoadingRows rows={2} height={48} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Served domain={domain} served={found.data} />}
    </section>
  );
}

function Served({ domain, served }: { domain: SenderDomain; served: ServedMtaSts }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Choice | null>(null);
  const { serving, since, forgotten_at } = served;
  const anew = renewal(served);
  return (
    <div className={classes.record}>
      <div className={classes.heading}>
        <StatusDot tone={SERVING_TONES[serving]}>{t(`mtaSts.serving.${serving}`)}</StatusDot>
        {since && (
          <span className={classes.quiet}>
            {t('mtaSts.since')} <Time at={since} />
          </span>
        )}
      </div>
      <p>{t(`mtaSts.means.${serving}`)}</p>
      {forgotten_at && (
        <p className={classes.quiet}>
          {t('mtaSts.forgotten')} <Time at={forgotten_at} />
        </p>
      )}
      {serving !== 'off' && <ToPublish served={served} />}
      {serving === 'off' && <OnOwnSite domain={domain} served={served} />}
      {anew && (
        <Alert color="yellow" icon={<IconAlert size={18} />} title={t('mtaSts.differ')}>
          <p>{t('mtaSts.differHint')}</p>
          <Button mt="xs" variant="default" onClick={() => setChoice(anew)}>
            {t('mtaSts.renew')}
          </Button>
        </Alert>
      )}
      <div className={classes.buttons}>
        {stepsOf(served).map((step) => (
          <Button
            key={step.serving}
            variant={step.serving === 'off' ? 'subtle' : 'default'}
            color={step.serving === 'off' ? 'red' : undefined}
            onClick={() => setChoice(step)}
          >
            {t(`mtaSts.to.${serving === 'ending' && step.serving === 'off' ? 'gone' : step.serving}`)}
          </Button>
        ))}
        {serving === 'off' && served.choices.length === 0 && (
          <p className={classes.quiet}>{t('mtaSts.notYet')}</p>
        )}
      </div>
      {choice && (
        <MtaStsSwitch domain={domain} served={served} choice={choice} onClose={() => setChoice(null)} />
      )}
    </div>
  );
}

/** Folded: what to publish where somebody else's site has the file. Nothing where it is there, or nobody takes the mail. */
function OnOwnSite({ domain, served }: { domain: SenderDomain; served: ServedMtaSts }) {
  const { t } = useTranslation();
  const record = domain.records.find((one) => isOnlyOff(one, served));
  const file = domain.mta_sts_policy;
  if (!record || !file) return null;
  const label = (name: string) => t('senderDomains.copyValue', { name });
  return (
    <details>
      <summary>{t('mtaSts.ownSite')}</summary>
      <CopyLine word={t('senderDomains.sts.address')} text={file.address} label={label(file.address)} />
      <CopyLine
        word={t('senderDomains.sts.text')}
        text={file.text}
        label={label(t('senderDomains.sts.file'))}
      />
      <CopyLine word="TXT" text={`${record.name}. TXT "${record.value}"`} label={label(t('mtaSts.record'))} />
    </details>
  );
}

/** What is to be in DNS for it, and whether it is. */
function ToPublish({ served }: { served: ServedMtaSts }) {
  const { t } = useTranslation();
  const { name, host, record, text, state, detail, record_is_live } = served;
  const leading = leadingRecord(host);
  return (
    <>
      <div className={classes.heading}>
        <h3 className={classes.name}>{t('mtaSts.place')}</h3>
        {state && <StatusDot tone={FILE_TONES[state]}>{t(`senderDomains.sts.state.${state}`)}</StatusDot>}
      </div>
      <p className={classes.quiet}>{t('mtaSts.placeHint', { dns_name: name })}</p>
      {state && state !== 'live' && <p>{t(`mtaSts.cure.${state}`, { detail })}</p>}
      <CopyLine
        word={leading.type}
        text={`${name}. ${leading.type} ${leading.value}${leading.type === 'CNAME' ? '.' : ''}`}
        label={t('senderDomains.copyValue', { name })}
      />
      {record && (
        <>
          <div className={classes.heading}>
            <h3 className={classes.name}>{t('mtaSts.record')}</h3>
            <StatusDot tone={record_is_live ? 'good' : 'wait'}>
              {t(record_is_live ? 'mtaSts.recordLive' : 'mtaSts.recordWaits')}
            </StatusDot>
          </div>
          <p className={classes.quiet}>{t('mtaSts.recordHint')}</p>
          <CopyLine
            word="TXT"
            text={record}
            label={t('senderDomains.copyValue', { name: t('mtaSts.record') })}
          />
        </>
      )}
      {text && (
        <details>
          <summary>{t('mtaSts.file')}</summary>
          <pre className={classes.code}>{text}</pre>
        </details>
      )}
    </>
  );
}
