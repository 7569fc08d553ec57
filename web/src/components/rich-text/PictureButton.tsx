import { ActionIcon, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconPhotoAdd } from '../icons';
import classes from './RichText.module.css';

/** A picture from a file, put where the cursor stands. */
export function PictureButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  return (
    <FileButton multiple accept="image/png,image/jpeg,image/gif,image/webp" onChange={onFiles}>
      {(button) => (
        <ActionIcon
          {...button}
          size="sm"
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
