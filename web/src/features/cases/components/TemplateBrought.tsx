import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FileState } from '@/components/files/use-files';
import { IconTemplate } from '@/components/icons';
import { type Brought, type Standing, stillThere } from '../template-brought';
import classes from './TemplatePicker.module.css';

type Props = {
  brought: Brought | undefined;
  standing: Standing;
  files: FileState[];
  onTakeOff: () => void;
};

/** What of the mail is the template's beside its text, and a way to be rid of it. */
export function TemplateBrought({ brought, standing, files, onTakeOff }: Props) {
  const { t } = useTranslation();
  if (!brought) return null;
  const recipients = stillThere(standing, brought);
  const attached = files.filter(({ key, inline }) => !inline && brought.keys.includes(key)).length;
  if (recipients + attached === 0) return null;
  const parts = [
    recipients > 0 && t('reply.templateRecipients', { count: recipients }),
    attached > 0 && t('reply.templateFiles', { count: attached }),
  ];
  return (
    <p className={classes.brought} role="status">
      <IconTemplate size={16} aria-hidden />
      <span>
        {t('reply.templateBrought', { name: brought.name, what: parts.filter(Boolean).join(', ') })}
      </span>
      <Button size="compact-xs" variant="subtle" onClick={onTakeOff}>
        {t('reply.templateTakeOff')}
      </Button>
    </p>
  );
}
