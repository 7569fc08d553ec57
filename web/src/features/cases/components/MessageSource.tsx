import { Button, CopyButton, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy, IconDownload } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { address } from '@/lib/api/client';
import type { MailSource } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useMessageSource } from '../api/message-source';
import classes from './MessageSource.module.css';

type Props = { caseId: string; id: string; onClose: () => void };

/** A message's mail as it came, undecoded: the header alone, or all of it. */
export function MessageSource({ caseId, id, onClose }: Props) {
  const { t } = useTranslation();
  const found = useMessageSource({ caseId, id });
  return (
    <SideDrawer opened onClose={onClose} title={t('message.source')} size="52rem">
      {found.isPending && <LoadingRows rows={8} height={20} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Text source={found.data} href={address(`/cases/${caseId}/messages/${id}/raw`)} />}
    </SideDrawer>
  );
}

function Text({ source, href }: { source: MailSource; href: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [part, setPart] = useState<'header' | 'text'>('header');
  const shown = source[part];
  return (
    <div className={classes.source}>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={t('message.source')}
          data={[
            { value: 'header', label: t('message.sourceHeader') },
            { value: 'text', label: t('message.sourceAll') },
          ]}
          value={part}
          onChange={(value) => setPart(value === 'text' ? 'text' : 'header')}
        />
        <span className={classes.buttons}>
          <CopyButton value={shown}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                onClick={copy}
              >
                {t(copied ? 'common.copied' : 'common.copy')}
              </Button>
            )}
          </CopyButton>
          <Button
            component="a"
            href={href}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {t('message.raw')}
          </Button>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <pre className={classes.lines} tabIndex={0}>
        {shown}
      </pre>
      {part === 'text' && source.cut && (
        <p className={classes.cut}>{t('message.sourceCut', { size: format.octets(source.size_octets) })}</p>
      )}
    </div>
  );
}
