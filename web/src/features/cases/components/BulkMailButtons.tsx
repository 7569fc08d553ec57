import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconForward, IconReply } from '@/components/icons';
import { useFormat } from '@/lib/format/use-format';
import type { CasesRequest } from '../api/list-cases';
import { BulkMailDialog } from './BulkMailDialog';

type Props = {
  ids: string[];
  /** All cases that fit are meant: how many, in words. */
  all?: string;
  request: CasesRequest;
  clear: () => void;
};

/** One mail for each: an answer to its customer, or the case passed on. */
export function BulkMailButtons({ ids, all, request, clear }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [writing, setWriting] = useState<'reply' | 'forward'>();
  const close = () => setWriting(undefined);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconReply size={15} />}
        onClick={() => setWriting('reply')}
      >
        {t('reply.reply')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconForward size={15} />}
        onClick={() => setWriting('forward')}
      >
        {t('reply.forward')}
      </Button>
      {writing && (
        <BulkMailDialog
          kind={writing}
          target={all ? { request } : { ids }}
          count={all ?? format.count(ids.length)}
          sample={ids[0]}
          onClose={close}
          onBegun={() => {
            close();
            clear();
          }}
        />
      )}
    </>
  );
}
