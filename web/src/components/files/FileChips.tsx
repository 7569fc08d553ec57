import { ActionIcon, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconFile, IconRefresh, IconX } from '@/components/icons';
import { problemSentence } from '@/components/problem/problem-text';
import { layerOf, nextPlace } from '@/lib/focus/next-place';
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
              onClick={(event) => {
                passOn(event.currentTarget);
                onRetry(file);
              }}
            >
              <IconRefresh size={13} />
            </ActionIcon>
          )}
          <ActionIcon
            size="xs"
            aria-label={t('reply.removeFile', { name: file.name })}
            onClick={(event) => {
              passOn(event.currentTarget, event.currentTarget.closest('li'));
              onRemove(file);
            }}
          >
            <IconX size={13} />
          </ActionIcon>
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
          {/* There from the first, so that what changes in it is heard. */}
          <span className={waits(file) ? classes.size : classes.hidden} role="status">
            {waits(file) && t('reply.uploadWaits')}
            {file.upload && t('reply.uploaded', { name: file.name })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function waits({ waits, upload, error }: FileState): boolean {
  return waits === true && !upload && error === undefined;
}

/** The button goes, or all of its file: the focus stays among the files while there are others, and close by otherwise. */
function passOn(button: HTMLElement, gone: HTMLElement | null = button) {
  const list = button.closest('ul');
  if (!list || !gone) return;
  const place = nextPlace(gone, list) ?? nextPlace(list, layerOf(list));
  place?.focus({ preventScroll: true });
}
