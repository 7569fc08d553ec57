import { ActionIcon, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { few } from '@/lib/i18n/few';
import { IconPhotoAdd } from '../icons';
import { notifyNote } from '../problem/notify';
import { picturesAmong } from './picture-type';
import classes from './RichText.module.css';

/** A picture from a file, put where the cursor stands. */
export function PictureButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  // Whoever asks the dialog for all files gets them: what is none is said here, and not when the mail is sent.
  const take = async (files: File[]) => {
    const { pictures, others } = await picturesAmong(files);
    if (pictures.length > 0) onFiles(pictures);
    if (others.length === 0) return;
    const names = few(
      others.map(({ name }) => name),
      t,
    );
    notifyNote(t('richText.noPicture', { count: others.length, names }));
  };
  return (
    <FileButton
      multiple
      accept="image/png,image/jpeg,image/gif,image/webp"
      onChange={(files) => void take(files)}
    >
      {(button) => (
        <ActionIcon
          {...button}
          size={26}
          className={classes.tool}
          aria-label={t('richText.addPicture')}
          title={t('richText.addPicture')}
          tabIndex={-1}
        >
          <IconPhotoAdd size={16} />
        </ActionIcon>
      )}
    </FileButton>
  );
}
