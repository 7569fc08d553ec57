import { useTranslation } from 'react-i18next';
import {
  BinSelection,
  DeleteSelected,
  type Selected,
  SelectionButton,
} from '@/components/data-list/SelectionButton';
import { IconRefresh } from '@/components/icons';
import { useIntakeActions } from '../use-intake-actions';

/** What can be done to the selected mail of the inbox queue, here or in the bin. */
export function IntakeSelection({ selected }: { selected: Selected }) {
  const { t } = useTranslation();
  const actions = useIntakeActions();
  if (selected.request.state === 'deleted')
    return (
      <BinSelection
        selected={selected}
        some={actions.restore}
        action="/intake/restore/matching"
        purge={(ids, clear) => void actions.purge(ids, clear)}
      />
    );
  return (
    <>
      <SelectionButton
        main
        selected={selected}
        verb={t('intake.import')}
        icon={IconRefresh}
        some={actions.import}
        action="/intake/import/matching"
      />
      <DeleteSelected selected={selected} some={actions.remove} action="/intake/delete/matching" />
    </>
  );
}
