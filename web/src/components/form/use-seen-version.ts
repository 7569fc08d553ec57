// Which version of a record a form goes on from, so that nobody overwrites what another did without knowing.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/problem';

/** The version that was there when somebody else had changed the record; undefined for any other refusal. */
export function changedVersion(error: unknown): number | undefined {
  if (!(error instanceof ApiProblem) || !error.code.endsWith('.changed_meanwhile')) return undefined;
  const version = Number(error.params.version);
  return Number.isFinite(version) ? version : undefined;
}

/** The version that the form goes on from, and the refusal that it was known behind. */
type Begun = { version: number | undefined; behind?: unknown };

/** What goes along with a change, and what its button says: who was told that it was changed may save over it. */
export function useSeenVersion(version: number | undefined, error: unknown) {
  const { t } = useTranslation();
  // What comes in behind an open form is not what its reader saw.
  const [begun, setBegun] = useState<Begun>({ version });
  // A deleted record counts from the beginning: who was told of a lower version goes on from that one.
  const told = changedVersion(error);
  return {
    seen_version: told === undefined || begun.behind === error ? begun.version : told,
    submit: told === undefined ? undefined : t('common.saveOver'),
    /** What its reader changes beside the form he has seen. */
    goOnFrom: (version: number | undefined) => setBegun({ version, behind: error }),
  };
}
