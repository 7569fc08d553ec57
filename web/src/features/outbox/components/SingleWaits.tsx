import { useTranslation } from 'react-i18next';
import { WithHelp } from '@/components/help/Help';
import type { OutboxPicture } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import classes from './OutboxPicture.module.css';

type Single = OutboxPicture['single'];

/** How long single mail waited for its first attempt of late: what is queued to many is to hold up none of it. */
export function SingleWaits({ single }: { single: Single }) {
  const { t } = useTranslation();
  const title = t('outbox.picture.single.title');
  return (
    <div className={classes.lead}>
      <WithHelp name={title} help={t('outbox.picture.single.help')}>
        <span>{title}</span>
      </WithHelp>
      <dl className={classes.waits}>
        {(['hour', 'day'] as const).map((time) => (
          <div key={time}>
            <dt>{t(`outbox.picture.single.${time}`)}</dt>
            <dd>
              <Waits waits={single[time]} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** From here on a time is told in minutes and hours. */
const LONG_MS = 120_000;

function Waits({ waits }: { waits: Single['hour'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (waits === null) return t('outbox.picture.single.none');
  const time = (ms: number) => (ms < LONG_MS ? format.duration(ms) : format.span(Math.round(ms / 1000)));
  return t('outbox.picture.single.value', {
    median: time(waits.median_ms),
    p99: time(waits.p99_ms),
    mails: t('outbox.picture.single.mails', { count: waits.mails, shown: format.count(waits.mails) }),
  });
}
