import { useTranslation } from 'react-i18next';
import type { Attachment } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { IconFile, IconPhoto } from '../icons';
import classes from './AttachmentList.module.css';

type Props = { attachments: Attachment[]; href: (index: number) => string };

/** The files of a mail, to be downloaded; pictures that stand in the text are left out. */
export function AttachmentList({ attachments, href }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const files = attachments.filter((attachment) => !attachment.inline);
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('message.attachments')}>
      {files.map(({ index, name, media_type, size_octets }) => {
        const Icon = media_type.startsWith('image/') ? IconPhoto : IconFile;
        return (
          <li key={index}>
            <a className={classes.file} href={href(index)} download={name}>
              <Icon size={17} stroke={1.6} />
              <span className={classes.name}>{name || t('mail.unnamedFile', { number: index + 1 })}</span>
              <span className={classes.size}>{format.octets(size_octets)}</span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
