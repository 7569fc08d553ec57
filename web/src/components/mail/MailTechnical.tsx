import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { address } from '@/lib/api/client';
import type { MailContent } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { Facts } from '../facts/Facts';
import { IconDownload } from '../icons';

/** The mail's identity and the faults in its form; the original to take away. */
export function MailTechnical({ mail, path }: { mail: MailContent; path: string }) {
  const { t } = useTranslation();
  const faults = mail.defects.map((code) => textOf(`defect.${code}`) ?? t('defect.other', { count: 1 }));
  return (
    <>
      <Facts
        facts={[
          [t('mail.defects'), faults.length > 0 ? [...new Set(faults)].join(', ') : t('mail.noDefects')],
          [t('mail.sourceId'), <code key="id">{mail.source_id}</code>],
          [t('mail.hash'), <code key="hash">{mail.hash}</code>],
        ]}
      />
      <Button
        component="a"
        href={address(`${path}/raw`)}
        download
        variant="default"
        leftSection={<IconDownload size={16} />}
      >
        {t('message.raw')}
      </Button>
    </>
  );
}
