import { useTranslation } from 'react-i18next';
import {
  BinSelection,
  DeleteSelected,
  type Selected,
  SelectionButton,
} from '@/components/data-list/SelectionButton';
import { IconInbox } from '@/components/icons';
import { useBlockedActions } from '../use-blocked-actions';

/** What can be done to the selected blocked mail, here or in the bin. */
export function BlockedSelection({ selected }: { selected: Selected }) {
  const { t } = useTranslation();
  const actions = useBlockedActions();
  if (selected.request.deleted)
    return (
      <BinSelection
        selected={selected}
        some={actions.restore}
        action="/blocked/restore/matching"
        purge={(ids, clear) => void actions.purge(ids, clear)}
      />
    );
  return (
    <>
      <SelectionButton
        main
        selected={selected}
        verb={t('blocked.import')}
        hint={t('blocked.importHint')}
        icon={IconInbox}
        some={actions.import}
        action="/blocked/import/matching"
      />
      <DeleteSelected selected={selected} some={actions.remove} action="/blocked/delete/matching" />
    </>
  );
}
