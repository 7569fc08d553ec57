import { Alert, Button, Checkbox, CopyButton, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconCheck, IconCopy, IconEmail, IconOutbox } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Language, SenderDomain } from '@/lib/api/types';
import { textsIn } from '@/lib/i18n';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useMay, useSession } from '@/lib/session/SessionContext';
import { useServedMtaSts } from '../api/mta-sts';
import { dnsMail, mailtoOf } from '../dns-mail';
import { isUnsure } from '../standing';
import { useSendFromHere } from '../use-send-from-here';
import classes from './SenderDomains.module.css';

/** The mail to whoever runs the DNS, ready to be sent. */
export function DnsMailDrawer({ domain, onClose }: { domain: SenderDomain; onClose: () => void }) {
  const { t } = useTranslation();
  const { user, organisation } = useSession();
  const mayWrite = useMay('cases_all', 'cases_own');
  const fromHere = useSendFromHere();
  const [language, setLanguage] = useState<Language>(user.language);
  const texts = useQuery({
    queryKey: ['texts', language],
    queryFn: async () => ({ t: await textsIn(language) }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [optional, setOptional] = useState(true);
  const served = useServedMtaSts(domain.id).data;
  const from = [user.name, organisation.name];
  const mail = texts.data && dnsMail(domain, from, texts.data.t, { optional, served });
  const unsure = domain.records.filter(isUnsure).map(({ kind }) => t(`senderDomains.kind.${kind}`));
  return (
    <SideDrawer opened onClose={onClose} title={t('senderDomains.mail.title')}>
      <div className={classes.mail}>
        <p className={classes.quiet}>{t('senderDomains.mail.lead', { domain: domain.name })}</p>
        <SegmentedControl
          aria-label={t('senderDomains.mail.language')}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={(value) => setLanguage(value as Language)}
        />
        <Checkbox
          label={t('senderDomains.mail.optional')}
          description={t('senderDomains.mail.optionalHint')}
          checked={optional}
          onChange={(event) => setOptional(event.currentTarget.checked)}
        />
        {unsure.length > 0 && (
          <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />}>
            {t('senderDomains.mail.leftOut', { kinds: unsure.join(', ') })}
          </Alert>
        )}
        {!mail && <LoadingRows rows={4} height={56} />}
        {mail && (
          <>
            <TextInput readOnly label={t('senderDomains.mail.subjectLabel')} value={mail.subject} />
            <Textarea
              readOnly
              autosize
              maxRows={22}
              label={t('senderDomains.mail.textLabel')}
              value={mail.text}
            />
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
              <Button
                component="a"
                href={mailtoOf(mail)}
                variant="default"
                leftSection={<IconEmail size={16} />}
              >
                {t('senderDomains.mail.open')}
              </Button>
            </div>
          </>
        )}
      </div>
    </SideDrawer>
  );
}
