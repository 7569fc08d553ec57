// The values of a form, and what is wrong with them: found here first, then said by the server.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '@/lib/api/problem';
import { problemSentence } from '../problem/problem-text';

export type Faults<V> = { [K in keyof V]?: string };

type Options<V> = {
  initial: V;
  /** What is wrong with the values, by field; an empty object when nothing is. */
  check?: (values: V) => Faults<V>;
  /** What the server refused. */
  error: unknown;
};

export function useForm<V extends object>({ initial, check, error }: Options<V>) {
  const { t } = useTranslation();
  const [values, setValues] = useState(initial);
  const [begun, setBegun] = useState(() => JSON.stringify(initial));
  const [tried, setTried] = useState(false);
  const faults: Faults<V> = check?.(values) ?? {};
  const refused =
    error instanceof ApiProblem && error.field && error.field in values ? error.field : undefined;

  /** The text under a field: our own finding after the first try, or the server's. */
  const errorOf = (field: keyof V): string | undefined => {
    if (tried && faults[field]) return faults[field];
    return field === refused ? problemSentence(error, t) : undefined;
  };
  /** Whether the form may be sent; shows what is wrong from now on. */
  const isReady = (): boolean => {
    setTried(true);
    return Object.values(faults).every((fault) => !fault);
  };
  const set = (next: Partial<V>) => setValues((before) => ({ ...before, ...next }));
  const reset = () => {
    setValues(initial);
    setTried(false);
  };
  /** What stands in the form is saved now. */
  const keep = () => setBegun(JSON.stringify(values));
  /** Takes over what was saved beside the form; what is typed in it stays, and stays unsaved. */
  const take = (change: (values: V) => V) => {
    setValues(change);
    setBegun((before) => JSON.stringify(change(JSON.parse(before) as V)));
  };
  /** Whether closing the form would lose something. */
  const changed = JSON.stringify(values) !== begun;
  return { values, set, reset, keep, take, errorOf, isReady, changed, general: refused ? undefined : error };
}
