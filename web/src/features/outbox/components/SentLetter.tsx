import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachmentList } from '@/components/mail/AttachmentList';
import { MailFrame } from '@/components/mail/MailFrame';
import { MailText } from '@/components/mail/MailText';
import { address } from '@/lib/api/client';
import type { SentDetail } from '@/lib/api/types';

/** The letter as it went: its text, its formatted form, and its files. */
export function SentLetter({ mail }: { mail: SentDetail }) {
  const { t } = useTranslation();
  const [form, setForm] = useState('text');
  const { message } = mail;
  const formatted = message && mail.has_html;
  return (
    <>
      {formatted && (
        <SegmentedControl
          size="xs"
          mb="sm"
          aria-label={t('sent.form')}
          data={[
            { value: 'text', label: t('mail.content') },
            { value: 'html', label: t('mail.asHtml') },
          ]}
          value={form}
          onChange={setForm}
        />
      )}
      {formatted && form === 'html' ? (
        <MailFrame
          source={(remote) => address(`/cases/${message.case_id}/messages/${message.id}/html`, { remote })}
          remoteBlocked={null}
        />
      ) : (
        <MailText text={mail.text.trim() || t('message.empty')} />
      )}
      {message && (
        <AttachmentList
          attachments={mail.attachments}
          source={{ of: 'message', caseId: message.case_id, id: message.id }}
        />
      )}
    </>
  );
}
