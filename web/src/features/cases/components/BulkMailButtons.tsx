import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconForward, IconReply } from '@/components/icons';
import { useFormat } from '@/lib/format/use-format';
import type { CasesRequest } from '../api/list-cases';
import type { Begun } from '../use-sending-many';
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
  const latest = useRef({ ids, all, clear });
  latest.current = { ids, all, clear };
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(wait.current), []);
  // What is taken back goes to the same cases once more, unless others were selected since.
  const begun = ({ undo_s, isTakenBack }: Begun) => {
    close();
    const chosen = selectionOf(latest.current);
    const end = () => {
      if (!isTakenBack() && selectionOf(latest.current) === chosen) latest.current.clear();
    };
    clearTimeout(wait.current);
    if (undo_s > 0) wait.current = setTimeout(end, undo_s * 1_000);
    else end();
  };
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
          onBegun={begun}
        />
      )}
    </>
  );
}

function selectionOf({ ids, all }: Pick<Props, 'ids' | 'all'>): string {
  return all === undefined ? ids.join(' ') : 'all';
}
