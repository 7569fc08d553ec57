import { Button, CloseButton, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { problemSentence } from '@/components/problem/problem-text';
import { type Download, forget } from '@/lib/downloads/downloads';
import { useFormat } from '@/lib/format/use-format';
import classes from './JobTray.module.css';

/** A file on its way: how much of it has come. Its whole size is not known before its end. */
export function DownloadItem({ download }: { download: Download }) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = download.state === 'running';
  const size = format.octets(download.octets);
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <span className={classes.name}>{download.name}</span>
        {running ? (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${t('jobs.stop')}: ${download.name}`}
            onClick={download.stop}
          >
            {t('jobs.stop')}
          </Button>
        ) : (
          <CloseButton size="sm" aria-label={t('common.close')} onClick={() => forget(download.id)} />
        )}
      </div>
      {running && (
        <Progress className={classes.bar} size="sm" value={100} animated aria-label={download.name} />
      )}
      <p className={classes.figures}>
        {download.state === 'failed'
          ? problemSentence(download.error, t)
          : t(running ? 'jobs.fetching' : 'jobs.fetched', { size })}
      </p>
    </li>
  );
}
