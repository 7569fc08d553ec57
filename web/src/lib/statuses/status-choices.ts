// What cases can be given as their status, in the organisation's order and the reader's words.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseStatus, Colour, Status } from '../api/types';
import { useStatuses } from '../requests/statuses';

export type StatusChoice = {
  id: string;
  label: string;
  kind: CaseStatus;
  colour: Colour | undefined;
  isDefault: boolean;
};

const KINDS = ['open', 'waiting', 'closed'] as const satisfies CaseStatus[];

/** The statuses that can be chosen; the three kinds until the organisation's own are known. */
export function choicesOf(statuses: Status[], word: (kind: CaseStatus) => string): StatusChoice[] {
  const living = statuses.filter((status) => !status.archived_at);
  const missing = KINDS.filter((kind) => !living.some((status) => status.kind === kind && status.is_default));
  const all = [
    ...living.map(({ id, name, kind, colour, is_default }) => ({
      id,
      label: name ?? word(kind),
      kind,
      colour,
      isDefault: is_default,
    })),
    ...missing.map((kind) => ({ id: kind, label: word(kind), kind, colour: undefined, isDefault: true })),
  ];
  return KINDS.flatMap((kind) => all.filter((choice) => choice.kind === kind));
}

/** What to ask the server for: a kind has no id of its own before its status is known. */
export function changeTo({ id, kind }: Pick<StatusChoice, 'id' | 'kind'>) {
  return id === kind ? { status: kind } : { status_id: id };
}

/** The statuses that can be chosen. */
export function useStatusChoices(): StatusChoice[] {
  const { t } = useTranslation();
  const statuses = useStatuses();
  return useMemo(() => choicesOf(statuses, (kind) => t(`status.${kind}`)), [statuses, t]);
}

/** What the status of a case is called. */
export function useStatusName() {
  const { t } = useTranslation();
  return ({ status, status_name }: { status: CaseStatus; status_name: string | null }) =>
    status_name ?? t(`status.${status}`);
}
