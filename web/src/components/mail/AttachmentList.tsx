import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '@/lib/api/client';
import type { Attachment } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { type FileSource, filesOf } from '@/lib/requests/attached-mail';
import { IconEmail, IconFile, IconPhoto } from '../icons';
import { AttachedMailDrawer } from './AttachedMailDrawer';
import classes from './AttachmentList.module.css';

type Props = {
  attachments: Attachment[];
  source: FileSource;
  /** The place of the attached mail that they are in; left out for the mail itself. */
  within?: string;
};

/** The files of a mail: to be downloaded, or opened where it is a mail. Pictures in the text are left out. */
export function AttachmentList({ attachments, source, within }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState<string | null>(null);
  const files = attachments.filter((attachment) => !attachment.inline);
  if (files.length === 0) return null;
  return (
    <>
      <ul className={classes.files} aria-label={t('message.attachments')}>
        {files.map(({ index, name, media_type, size_octets, is_mail }) => {
          const place = within === undefined ? String(index) : `${within}.${index}`;
          const Icon = is_mail ? IconEmail : media_type.startsWith('image/') ? IconPhoto : IconFile;
          const content = (
            <>
              <Icon size={17} stroke={1.6} />
              <span className={classes.name}>{name || t('mail.unnamedFile', { number: index + 1 })}</span>
              <span className={classes.size}>{format.octets(size_octets)}</span>
            </>
          );
          return (
            <li key={index}>
              {is_mail ? (
                <button
                  type="button"
                  className={classes.file}
                  aria-haspopup="dialog"
                  title={t('message.openAttached')}
                  onClick={() => setOpened(place)}
                >
                  {content}
                </button>
              ) : (
                <a className={classes.file} href={address(`${filesOf(source)}/${place}`)} download={name}>
                  {content}
                </a>
              )}
            </li>
          );
        })}
      </ul>
      {opened !== null && (
        <AttachedMailDrawer source={source} place={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}
