import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';
import { SenderNote } from '@/components/sender-check/SenderNote';
import { Time } from '@/components/time/Time';
import type { Identity } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useAddressCheck } from '@/lib/requests/addresses';
import { useCategories } from '@/lib/requests/categories';
import classes from './Senders.module.css';

/** One shared sender, and who may write from it. */
export function SenderRow({ row, onOpen }: { row: Identity; onOpen: () => void }) {
  const { t } = useTranslation();
  const categories = useCategories();
  const names = categories.filter(({ id }) => row.category_ids.includes(id)).map(({ name }) => name);
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <strong>{row.display_name || readable(row.address)}</strong>
        <span className={classes.quiet}>
          {row.display_name && `${readable(row.address)} · `}
          {row.archived_at ? (
            <>
              {t('senders.archivedSince')} <Time at={row.archived_at} />
            </>
          ) : row.category_ids.length === 0 ? (
            t('senders.everybody')
          ) : (
            t('senders.membersOf', { names: names.join(', ') })
          )}
        </span>
        {!row.archived_at && <SenderNote address={row.address} />}
        {!row.archived_at && <BlockedCopies copies={row.copy_to} />}
      </div>
      <ActionIcon aria-label={`${t('common.edit')}: ${row.address}`} onClick={onOpen}>
        <IconEdit size={16} />
      </ActionIcon>
    </li>
  );
}

/** The copies that reach nobody: the mails themselves leave without a word. */
function BlockedCopies({ copies }: { copies: string[] }) {
  const { t } = useTranslation();
  const blocked = useAddressCheck(copies).filter(({ blocked }) => blocked?.scope === 'all' && !blocked.trial);
  return blocked.map(({ input }) => (
    <span key={input} className={classes.quiet} role="status">
      {t('senders.copyBlocked', { address: readable(input) })}
    </span>
  ));
}
