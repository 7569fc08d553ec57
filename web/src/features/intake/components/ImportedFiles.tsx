import { Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { type ImportedFile, sumsOf } from '../use-import-files';
import classes from './ImportedFiles.module.css';

/** What became of each file, and of all together. */
export function ImportedFiles({ files, running }: { files: ImportedFile[]; running: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <ul className={classes.files}>
        {files.map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and none moves
          <li key={index} className={classes.file}>
            <OneFile file={file} />
          </li>
        ))}
      </ul>
      <p className={classes.sums} role="status">
        {running ? t('intake.files.running') : t('intake.files.sums', sumsOf(files))}
      </p>
    </>
  );
}

function OneFile({ file }: { file: ImportedFile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, state, report } = file;
  return (
    <>
      <div className={classes.head}>
        <span className={classes.name}>{name}</span>
        <span className={classes.size}>{format.octets(file.size_octets)}</span>
      </div>
      {state === 'sending' && (
        <Progress value={file.progress * 100} size="sm" aria-label={t('intake.files.sending', { name })} />
      )}
      {state === 'waiting' && <span className={classes.note}>{t('intake.files.waiting')}</span>}
      {state === 'stopped' && <span className={classes.note}>{t('intake.files.stopped')}</span>}
      {state === 'failed' && <ProblemView error={file.error} />}
      {report && <span className={classes.note}>{t('intake.files.sums', report)}</span>}
      {report && report.refusals.length > 0 && (
        <ul className={classes.refusals}>
          {report.refusals.map(({ number, because }) => (
            <li key={number}>
              {t('intake.files.refusal', { number })} {textOf(`intake.files.because.${because}`) ?? because}
            </li>
          ))}
          {report.refused > report.refusals.length && (
            <li>{t('intake.files.others', { count: report.refused - report.refusals.length })}</li>
          )}
        </ul>
      )}
    </>
  );
}
