import { ActionIcon, CopyButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy } from '@/components/icons';
import classes from './SenderDomains.module.css';

type Props = { word: string; text: string; label: string };

/** A piece of a record, and a button that copies it. */
export function CopyLine({ word, text, label }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.copied}>
      <span className={classes.word}>{word}</span>
      <code className={classes.code}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            aria-label={copied ? `${t('common.copied')}: ${label}` : label}
            onClick={copy}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
