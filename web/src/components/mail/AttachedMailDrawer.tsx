import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '@/lib/api/client';
import type { AttachedMail, Participant } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { type FileSource, filesOf, useAttachedMail } from '@/lib/requests/attached-mail';
import { Facts } from '../facts/Facts';
import { IconDownload } from '../icons';
import { SideDrawer } from '../page/SideDrawer';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { AttachmentList } from './AttachmentList';
import { MailFrame } from './MailFrame';
import { MailText } from './MailText';

type Props = { source: FileSource; place: string; onClose: () => void };

/** A mail that is attached to another, opened beside it; what is attached to it opens the same way. */
export function AttachedMailDrawer({ source, place, onClose }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAttachedMail(source, place);
  const title = data ? data.subject || t('message.noSubject') : t('message.attachedMail');
  return (
    <SideDrawer opened onClose={onClose} title={title}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={5} />}
      {data && <Content mail={data} source={source} place={place} />}
    </SideDrawer>
  );
}

function Content({ mail, source, place }: { mail: AttachedMail; source: FileSource; place: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [designed, setDesigned] = useState(mail.has_html && mail.text.trim() === '');
  const path = `${filesOf(source)}/${place}`;
  const facts: [string, string][] = [
    [t('message.from'), named(mail.from ? [mail.from] : [])],
    [t('message.to'), named(mail.to)],
    [t('message.cc'), named(mail.cc)],
    [t('message.written'), mail.date ? format.full(mail.date) : ''],
  ];
  return (
    <>
      <Facts facts={facts.filter(([, value]) => value !== '')} />
      {designed ? (
        <MailFrame source={() => address(`${path}/html`)} remoteBlocked={0} />
      ) : (
        <MailText text={mail.text.trim() || t('message.empty')} />
      )}
      <AttachmentList attachments={mail.attachments} source={source} within={place} />
      <Group mt="md" gap="xs">
        {mail.has_html && (
          <Button variant="default" onClick={() => setDesigned(!designed)}>
            {designed ? t('message.showText') : t('message.showHtml')}
          </Button>
        )}
        <Button
          component="a"
          href={address(path)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t('message.raw')}
        </Button>
      </Group>
    </>
  );
}

function named(people: Participant[]): string {
  return people
    .map(({ name, address: mailAddress }) =>
      name && mailAddress ? `${name} <${mailAddress}>` : (mailAddress ?? name),
    )
    .filter(Boolean)
    .join(', ');
}
