import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { address } from '@/lib/api/client';
import type { MailContent } from '@/lib/api/types';
import type { FileSource } from '@/lib/requests/attached-mail';
import { TimelineOf } from '../timeline/TimelineOf';
import { AttachmentList } from './AttachmentList';
import { MailFrame } from './MailFrame';
import { MailTechnical } from './MailTechnical';
import { MailText } from './MailText';
import classes from './MailView.module.css';

type Props = {
  mail: MailContent;
  /** Where the mail's parts are, such as `/intake/7`. */
  path: string;
  source: Extract<FileSource, { of: 'intake' | 'blocked' }>;
  /** What is looked at first. */
  first?: 'text' | 'timeline';
};

/** A mail of a queue: what it says, what happened to it, and its form. */
export function MailView({ mail, path, source, first = 'text' }: Props) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue={first} keepMounted={false} classNames={{ panel: classes.panel }}>
      <Tabs.List>
        <Tabs.Tab value="text">{t('mail.content')}</Tabs.Tab>
        {mail.has_html && <Tabs.Tab value="html">{t('mail.asHtml')}</Tabs.Tab>}
        <Tabs.Tab value="timeline">{t('mail.timeline')}</Tabs.Tab>
        <Tabs.Tab value="headers">{t('mail.headers')}</Tabs.Tab>
        <Tabs.Tab value="technical">{t('mail.technical')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="text">
        <MailText text={mail.text.trim() || t('message.empty')} />
        <AttachmentList attachments={mail.attachments} source={source} />
      </Tabs.Panel>
      <Tabs.Panel value="html">
        <MailFrame
          source={(remote) => address(`${path}/html`, { remote })}
          remoteBlocked={mail.remote_blocked}
        />
      </Tabs.Panel>
      <Tabs.Panel value="timeline">
        <TimelineOf source={source} />
      </Tabs.Panel>
      <Tabs.Panel value="headers">
        <pre className={classes.headers}>{mail.headers}</pre>
      </Tabs.Panel>
      <Tabs.Panel value="technical">
        <MailTechnical mail={mail} path={path} />
      </Tabs.Panel>
    </Tabs>
  );
}
