import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { BinButtons } from '@/components/data-list/BinButtons';
import { useMatching } from '@/components/data-list/use-matching';
import { IconInbox, IconTrash } from '@/components/icons';
import { useMay } from '@/lib/session/SessionContext';
import type { BlockedRequest } from '../api/list-blocked';
import { useBlockedActions } from '../use-blocked-actions';

type Props = { request: BlockedRequest; ids: string[]; clear: () => void; all?: string };

/** What can be done to the selected blocked mail, here or in the bin. */
export function BlockedSelection({ request, ids, clear, all }: Props) {
  const { t } = useTranslation();
  const mayDelete = useMay('delete');
  const actions = useBlockedActions();
  const matching = useMatching();
  if (request.deleted) {
    const restore = () => {
      const verb = t('common.restore');
      if (all) void matching({ action: '/blocked/restore/matching', request, all, verb, clear });
      else actions.restore(ids, clear);
    };
    return (
      <BinButtons
        size="xs"
        onRestore={restore}
        onPurge={all ? undefined : () => void actions.purge(ids, clear)}
      />
    );
  }
  return (
    <>
      <Button
        size="xs"
        title={t('blocked.importHint')}
        leftSection={<IconInbox size={15} />}
        onClick={() => {
          const verb = t('blocked.import');
          if (all) void matching({ action: '/blocked/import/matching', request, all, verb, clear });
          else actions.import(ids, clear);
        }}
      >
        {t('blocked.import')}
      </Button>
      {mayDelete && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTrash size={15} />}
          onClick={() => {
            const verb = t('common.delete');
            if (all) void matching({ action: '/blocked/delete/matching', request, all, verb, clear });
            else actions.remove(ids, clear);
          }}
        >
          {t('common.delete')}
        </Button>
      )}
    </>
  );
}
