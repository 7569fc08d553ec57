import { ActionIcon, Indicator, Popover, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconJobs } from '@/components/icons';
import { useDownloads } from '@/lib/downloads/downloads';
import { useJobs } from '../api/list-jobs';
import { DownloadItem } from './DownloadItem';
import { JobItem } from './JobItem';
import classes from './JobTray.module.css';
import { useJobNews } from './use-job-news';

/** Long work under way, with its progress and a way to stop it; not shown while there is none. */
export function JobTray() {
  const { t } = useTranslation();
  const { data: jobs = [] } = useJobs();
  const downloads = useDownloads();
  useJobNews(jobs);
  const running =
    jobs.filter((job) => job.finished_at === null).length +
    downloads.filter((download) => download.state === 'running').length;
  if (jobs.length + downloads.length === 0) return null;
  const label = running > 0 ? t('jobs.running', { count: running }) : t('jobs.title');
  return (
    <Popover position="bottom-end" width={360} shadow="lg" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={label}>
          <Indicator disabled={running === 0} processing size={9} offset={7}>
            <ActionIcon size="lg" aria-label={label}>
              <IconJobs size={19} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t('jobs.title')}>
        <h2 className={classes.title}>{t('jobs.title')}</h2>
        <ul className={classes.items}>
          {downloads.map((download) => (
            <DownloadItem key={download.id} download={download} />
          ))}
          {jobs.map((job) => (
            <JobItem key={job.id} job={job} />
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
