import { type NodeViewProps, NodeViewWrapper } from '@tiptap/react';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './RichText.module.css';
import type { Pictures } from './rich-value';

/** The pictures of the text, for each node to find its own. */
export const PicturesContext = createContext<{
  pictures?: Pictures;
  /** Told how wide a picture is that is seen for the first time, CSS pixels. */
  onWidth?: (name: string, width: number) => void;
}>({});

/** A picture in the text: as it will be seen, and how far its upload is. */
export function PictureView({ node, selected }: NodeViewProps) {
  const { t } = useTranslation();
  const { pictures, onWidth } = useContext(PicturesContext);
  const { name, alt, width } = node.attrs as { name: string; alt: string; width: string | number | null };
  const picture = pictures?.find(name);
  const percent = Math.round((picture?.progress ?? 1) * 100);
  const state = picture?.failed ? 'failed' : picture?.upload ? 'there' : 'uploading';
  return (
    <NodeViewWrapper
      as="span"
      className={classes.picture}
      data-state={state}
      data-selected={selected || undefined}
    >
      {picture && (
        <img
          src={picture.source}
          alt={alt || t('richText.picture')}
          width={width ? Number(width) : undefined}
          onLoad={(event) => onWidth?.(name, event.currentTarget.naturalWidth)}
          draggable={false}
        />
      )}
      {state !== 'there' && (
        <span className={classes.pictureState} role="status">
          {state === 'failed' ? t('richText.pictureFailed') : t('richText.pictureUploading', { percent })}
        </span>
      )}
    </NodeViewWrapper>
  );
}
