import { Button, CopyButton, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy, IconEmail, IconOutbox } from '@/components/icons';
import { useMay } from '@/lib/session/SessionContext';
import { type DnsMail, mailtoOf } from '../dns-mail';
import { useSendFromHere } from '../use-send-from-here';
import classes from './SenderDomains.module.css';

/** A mail that is ready: to be sent from here, copied, or opened in another program. */
export function ReadyMail({ mail }: { mail: DnsMail }) {
  const { t } = useTranslation();
  const mayWrite = useMay('cases_all', 'cases_own');
  const fromHere = useSendFromHere();
  return (
    <>
      <TextInput readOnly label={t('senderDomains.mail.subjectLabel')} value={mail.subject} />
      <Textarea readOnly autosize maxRows={22} label={t('senderDomains.mail.textLabel')} value={mail.text} />
      <div className={classes.buttons}>
        {mayWrite && (
          <Button
            leftSection={<IconOutbox size={16} />}
            loading={fromHere.isPending}
            onClick={() => void fromHere.begin(mail)}
          >
            {t('senderDomains.mail.fromHere')}
          </Button>
        )}
        <CopyButton value={mail.text}>
          {({ copied, copy }) => (
            <Button
              variant={mayWrite ? 'default' : undefined}
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t('common.copied') : t('senderDomains.mail.copy')}
            </Button>
          )}
        </CopyButton>
        <Button component="a" href={mailtoOf(mail)} variant="default" leftSection={<IconEmail size={16} />}>
          {t('senderDomains.mail.open')}
        </Button>
      </div>
    </>
  );
}
