// A refusal as a sentence in the reader's language.
import i18n, { type TFunction } from 'i18next';
import { ApiProblem } from '@/lib/api/problem';
import { fullInstant } from '@/lib/format/format';
import { isLanguage } from '@/lib/i18n/language';
import { textOf } from '@/lib/i18n/text';

/** What is said when a code has no sentence of its own, by HTTP status. */
const BY_STATUS: Record<number, string> = {
  0: 'offline',
  400: 'invalid',
  401: 'not_signed_in',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  422: 'invalid',
  429: 'limit',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** A sentence, and the server's own words where the catalogue has no sentence for its code. */
export type ProblemText = { sentence: string; words?: string };

export function problemText(error: unknown, t: TFunction): ProblemText {
  if (!(error instanceof ApiProblem)) return { sentence: t('problem.unknown') };
  const known = textOf(`problem.${error.code}`, valuesOf(error, t));
  if (known) return { sentence: known };
  const general = textOf(`problem.${BY_STATUS[error.status] ?? 'unknown'}`, {}) ?? t('problem.unknown');
  return { sentence: general, words: error.detail || undefined };
}

/** The sentence alone, for a field of a form or a notification. */
export function problemSentence(error: unknown, t: TFunction): string {
  const { sentence, words } = problemText(error, t);
  return words ? `${sentence} ${t('problem.words', { detail: words })}` : sentence;
}

function valuesOf(problem: ApiProblem, t: TFunction): Record<string, string | number> {
  const values: Record<string, string | number> = { ...problem.params };
  const wait = Number(problem.params.retry_after_s);
  if (Number.isFinite(wait)) values.minutes = Math.max(1, Math.ceil(wait / 60));
  if (problem.right) values.right = textOf(`right.${problem.right}`) ?? t('common.somebody');
  // Who changed or stopped it, where nobody knows.
  values.by ??= t('common.somebody');
  values.user ||= t('common.somebody');
  const { at, until } = problem.params;
  if (at) values.when = full(at);
  if (until) values.until = full(until);
  // A provider that gave a code alone; one that is in use, and by how many.
  const said = textOf(`oauth.said.${problem.params.words}`);
  if (said) values.words = said;
  if (problem.params.users) values.count = Number(problem.params.users);
  return values;
}

function full(instant: string): string {
  return fullInstant(new Date(instant), isLanguage(i18n.language) ? i18n.language : 'en');
}
