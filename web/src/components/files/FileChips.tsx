import { ActionIcon, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconFile, IconRefresh, IconX } from '@/components/icons';
import { problemSentence } from '@/components/problem/problem-text';
import { useFormat } from '@/lib/format/use-format';
import classes from './FileChips.module.css';
import type { FileState } from './use-files';

type Props = {
  files: FileState[];
  onRemove: (file: FileState) => void;
  onRetry: (file: FileState) => void;
};

/** The files of the answer, each with its progress or what went wrong; pictures of the text only when that failed. */
export function FileChips({ files, onRemove, onRetry }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const listed = files.filter(({ inline, error }) => !inline || error !== undefined);
  if (listed.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('message.attachments')}>
      {listed.map((file) => (
        <li key={file.key} className={classes.file} data-bad={file.error !== undefined || undefined}>
          {file.error === undefined ? <IconFile size={16} /> : <IconAlert size={16} />}
          <span className={classes.name}>{file.name}</span>
          <span className={classes.size}>{format.octets(file.size_octets)}</span>
          {file.error !== undefined && file.file && (
            <ActionIcon
              size="xs"
              aria-label={t('reply.retryFile', { name: file.name })}
              title={t('reply.retryFile', { name: file.name })}
              onClick={() => onRetry(file)}
            >
              <IconRefresh size={13} />
            </ActionIcon>
          )}
          <ActionIcon
            size="xs"
            aria-label={t('reply.removeFile', { name: file.name })}
            onClick={() => onRemove(file)}
          >
            <IconX size={13} />
          </ActionIcon>
          {file.waits && !file.upload && file.error === undefined && (
            <span className={classes.size}>{t('reply.uploadWaits')}</span>
          )}
          {!file.waits && !file.upload && file.error === undefined && (
            <Progress
              className={classes.progress}
              size={3}
              value={file.progress * 100}
              aria-label={t('reply.uploading', { name: file.name, percent: Math.round(file.progress * 100) })}
            />
          )}
          {file.error !== undefined && (
            <span className={classes.error} role="alert">
              {t('reply.uploadFailed', { name: file.name })}: {problemSentence(file.error, t)}
            </span>
          )}
          <span className={classes.hidden} role="status">
            {file.upload && t('reply.uploaded', { name: file.name })}
          </span>
        </li>
      ))}
    </ul>
  );
}
