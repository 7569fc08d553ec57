import { Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Help } from '@/components/help/Help';
import { StatusDot } from '@/components/status/StatusDot';
import type { SenderDomainRecord } from '@/lib/api/types';
import {
  consentingDomain,
  hasValue,
  inPieces,
  isLed,
  isOperators,
  isUnknown,
  isUnsure,
  recordTone,
  staysAsItIs,
} from '../standing';
import { CopyLine } from './CopyLine';
import classes from './SenderDomains.module.css';

type Props = {
  record: SenderDomainRecord;
  /** What it is called. */
  title: string;
  children?: ReactNode;
};

/** One record: what it is for, what to publish, what was found of it. */
export function RecordCard({ record, title, children }: Props) {
  const { t } = useTranslation();
  const stays = staysAsItIs(record);
  const isShown = hasValue(record) && !stays;
  const pieces = isShown ? inPieces(record.value) : null;
  const [isSplit, setSplit] = useState(false);
  const { problem, verdict, detail } = record;
  const consenting = consentingDomain(record);
  return (
    <li className={classes.record}>
      <div className={classes.heading}>
        <span className={classes.title}>
          <h3 className={classes.name}>{title}</h3>
          <Help name={title}>
            {t(isLed(record) ? 'senderDomains.whyLed' : `senderDomains.why.${record.kind}`)}
          </Help>
        </span>
        <StatusDot tone={recordTone(record)}>
          {t(isOperators(record) ? 'senderDomains.operators' : `senderDomains.verdict.${verdict}`)}
        </StatusDot>
      </div>
      {problem && <p>{t(`senderDomains.found.${problem}`, { detail })}</p>}
      {consenting && <p>{t('senderDomains.consentAt', { domain: consenting })}</p>}
      <CopyLine
        word={`${record.record_type} · ${t('senderDomains.recordName')}`}
        text={record.name}
        label={t('senderDomains.copyName', { name: title })}
      />
      {isUnsure(record) && <p>{t('senderDomains.checkFirst')}</p>}
      {isShown && (
        <CopyLine
          word={t('senderDomains.value')}
          text={pieces && isSplit ? pieces : record.value}
          label={t('senderDomains.copyValue', { name: title })}
        />
      )}
      {pieces && (
        <Switch
          size="xs"
          label={t('senderDomains.pieces')}
          description={t('senderDomains.piecesHint')}
          checked={isSplit}
          onChange={(event) => setSplit(event.currentTarget.checked)}
        />
      )}
      {verdict !== 'live' && record.found.length > 0 && (
        <div className={classes.copied}>
          <span className={classes.word}>{t('senderDomains.foundNow')}</span>
          <code className={classes.code}>{record.found.join('\n')}</code>
        </div>
      )}
      {verdict !== 'live' && (
        <p className={classes.quiet}>{t(`senderDomains.advice.${stays ? 'stays' : verdict}`)}</p>
      )}
      {isUnknown(record) && <Link to="/settings/outgoing">{t('senderDomains.enterSpf')}</Link>}
      {children}
    </li>
  );
}
