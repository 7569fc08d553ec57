import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ListRequest } from '@/lib/api/list';
import type { MatchingAction } from '@/lib/requests/start-job';
import { useMay } from '@/lib/session/SessionContext';
import { IconTrash } from '../icons';
import { BinButtons } from './BinButtons';
import { useMatching } from './use-matching';

/** What is selected: rows by their ids, or all that fit what the list shows. */
export type Selected = {
  ids: string[];
  /** All rows that fit are meant: how many, in words. */
  all?: string;
  request: ListRequest;
  clear: () => void;
};

/** Does something to rows by their ids. */
type Some = (ids: string[], clear: () => void) => void;

type Props = {
  selected: Selected;
  verb: string;
  hint?: string;
  icon: typeof IconTrash;
  /** The first thing one would do; the others stand back. */
  main?: boolean;
  disabled?: boolean;
  /** To the selected rows, at once. */
  some: Some;
  /** To all that fit, by a job. */
  action: MatchingAction;
};

/** One action on what is selected: at once on a few rows, as a job on all that fit. */
export function SelectionButton({ selected, verb, hint, icon: Icon, main, disabled, some, action }: Props) {
  const matching = useMatching();
  const { ids, all, request, clear } = selected;
  return (
    <Button
      size="xs"
      variant={main ? 'filled' : 'default'}
      title={hint}
      disabled={disabled}
      leftSection={<Icon size={15} />}
      onClick={() => (all ? void matching({ action, request, all, verb, clear }) : some(ids, clear))}
    >
      {verb}
    </Button>
  );
}

type OneProps = { selected: Selected; some: Some; action: MatchingAction };

/** Puts what is selected into the bin, by one's rights. */
export function DeleteSelected(props: OneProps) {
  const { t } = useTranslation();
  const may = useMay('delete');
  return may && <SelectionButton verb={t('common.delete')} icon={IconTrash} {...props} />;
}

/** What can be done to selected rows in the bin. */
export function BinSelection({ selected, some, action, purge }: OneProps & { purge: Some }) {
  const { t } = useTranslation();
  const matching = useMatching();
  const { ids, all, request, clear } = selected;
  const verb = t('common.restore');
  return (
    <BinButtons
      size="xs"
      onRestore={() => (all ? void matching({ action, request, all, verb, clear }) : some(ids, clear))}
      onPurge={all ? undefined : () => purge(ids, clear)}
    />
  );
}
