import { Alert, Checkbox, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAlert } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { Language, SenderDomain } from '@/lib/api/types';
import { textsIn } from '@/lib/i18n';
import { LANGUAGE_NAMES, LANGUAGES } from '@/lib/i18n/language';
import { useSession } from '@/lib/session/SessionContext';
import { useServedMtaSts } from '../api/mta-sts';
import { consentMail, dnsMail } from '../dns-mail';
import { isUnsure } from '../standing';
import { ReadyMail } from './ReadyMail';
import classes from './SenderDomains.module.css';

/** The mail to whoever runs the DNS, ready to be sent. */
export function DnsMailDrawer({ domain, onClose }: { domain: SenderDomain; onClose: () => void }) {
  const { t } = useTranslation();
  const { user, organisation } = useSession();
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
  const consent = texts.data && consentMail(domain, from, texts.data.t);
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
            <ReadyMail mail={mail} />
            {consent && (
              <section className={classes.mail} aria-label={t('senderDomains.mail.consentTitle')}>
                <h3 className={classes.name}>{t('senderDomains.mail.consentTitle')}</h3>
                <p className={classes.quiet}>{t('senderDomains.mail.consentLead', { domain: consent.to })}</p>
                <ReadyMail mail={consent.mail} />
              </section>
            )}
          </>
        )}
      </div>
    </SideDrawer>
  );
}
