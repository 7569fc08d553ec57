import { Alert, Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FileState } from '@/components/files/use-files';
import { Help } from '@/components/help/Help';
import { IconAlert } from '@/components/icons';
import { useFormat } from '@/lib/format/use-format';
import { useOwnSending } from '@/lib/requests/own-sending';
import { limitOf, type MailSize } from '../use-writing';
import classes from './SignatureLine.module.css';

type Props = {
  /** The files of the mail; pictures of its text stay in it. */
  files: FileState[];
  /** Whether files of a message that is passed on go along. */
  passesOn?: boolean;
  chosen: boolean;
  /** How large the mail becomes by its files, and how large it may be. */
  size: MailSize | undefined;
  onChange: (files_as_links: boolean) => void;
};

/** Whether the files of a mail stay here, for its receiver to fetch them; proposed where they are too large for it. */
export function LinkChoice({ files, passesOn = false, chosen, size, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const offer = useOwnSending().data?.file_links;
  const linked = files.reduce((sum, file) => sum + (file.inline ? 0 : file.size_octets), 0);
  const max_mb = Math.floor((offer?.max_octets ?? 0) / 1024 / 1024);
  const isTooMuch = offer && linked > offer.max_octets && t('problem.file_links.too_large', { max_mb });
  const problem = offer?.refused ? t(`fileLinks.refused.${offer.refused}`) : isTooMuch;
  const hasFiles = passesOn || files.some(({ inline }) => !inline);
  if (!offer || !(hasFiles || chosen)) return null;
  const limit = size && limitOf(size);
  if (chosen || (size && limit && size.octets <= limit.max)) {
    // What cannot be had is not offered; what was chosen before says why it cannot go.
    if (offer.refused && !chosen) return null;
    return (
      <div className={classes.receipt}>
        <Checkbox
          size="xs"
          label={t('fileLinks.choice')}
          checked={chosen}
          error={chosen && problem}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <Help name={t('fileLinks.choice')}>{t('fileLinks.help', { days: offer.days })}</Help>
      </div>
    );
  }
  if (!size || !limit) return null;
  const [octets, max] = [size.octets, limit.max].map(format.octets);
  return (
    <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
      {t(limit.isServers ? 'fileLinks.tooLargeForServer' : 'fileLinks.tooLarge', { size: octets, max })}{' '}
      {offer.refused ? (
        t(`fileLinks.refused.${offer.refused}`)
      ) : (
        <Button size="compact-xs" variant="default" onClick={() => onChange(true)}>
          {t('fileLinks.instead')}
        </Button>
      )}
    </Alert>
  );
}
