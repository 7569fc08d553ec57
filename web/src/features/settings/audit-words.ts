// Changes of settings in words: of what, which field, from what to what.
import type { TFunction } from 'i18next';
import type { AuditEntry, AuditField } from '@/lib/api/types';
import type { Format } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { settingName } from './setting-words';

/** What the organisation's own fields are called on the page of all settings. */
const OF_ORGANISATION: Record<string, string> = {
  name: 'organisation.name',
  case_bin_days: 'bins.cases',
  spam_bin_days: 'bins.spam',
  queue_bin_days: 'bins.queues',
  accepted_returns: 'returns.accepted_returns',
  trial_days: 'returns.trial_days',
  mail_lifts_blocks: 'returns.mail_lifts_blocks',
  audit_days: 'audit.days',
};

/** What a record is called: a setting by its name in words, others as they are named. */
export function recordName(entry: AuditEntry): string {
  // A rule on returns has no name: it is called by what it says.
  if (entry.kind === 'return_rule') return textOf(`returns.class.${entry.name}`) ?? entry.name;
  if (entry.kind !== 'setting') return entry.name;
  return sectionName(entry.key);
}

/** What a field is called. */
export function fieldName(entry: AuditEntry, { field }: AuditField): string {
  if (entry.kind === 'setting') {
    const whole = `${entry.key}.${field}`;
    return textOf(`allSettings.name.${field === 'value' ? entry.key : whole}`) ?? whole;
  }
  const own = entry.kind === 'organisation' && OF_ORGANISATION[field];
  if (own) return settingName(own);
  const [first = field, ...rest] = field.split('.');
  const known = rest.length > 0 ? textOf(`audit.field.${field}`) : undefined;
  if (known) return known;
  const name = textOf(`audit.field.${first}`) ?? first;
  return rest.length > 0 ? `${name} (${rest.join('.')})` : name;
}

/** Whether a field is how a text looks, which is told of and not shown. */
export function isLook({ field }: AuditField): boolean {
  return /(^|_)formatting(\.|$)/.test(field);
}

/** What a field was or became, as people say it. */
export function fieldValue(
  entry: AuditEntry,
  field: string,
  value: unknown,
  t: TFunction,
  format: Format,
): string {
  const isRights = entry.kind === 'role' && field === 'rights' && Array.isArray(value);
  if (isRights) return value.map((right) => textOf(`right.${right}`) ?? String(right)).join(', ');
  if (entry.kind === 'setting' && entry.key === 'send_rates' && value === 0) return t('allSettings.noLimit');
  const named = typeof value === 'string' && inWords(entry, field, value);
  return named || auditValue(value, t, format);
}

/** What a stable name is called that stands in a field. */
function inWords(entry: AuditEntry, field: string, value: string): string | undefined {
  const isLanguage = field === 'language' || (field === 'value' && entry.key.endsWith('.language'));
  if (isLanguage) return textOf(`filters.language.${value}`);
  if (entry.kind === 'return_rule' && field === 'class') return textOf(`returns.class.${value}`);
  return undefined;
}

/** A value as people say it. */
export function auditValue(value: unknown, t: TFunction, format: Format): string {
  if (value === null || value === undefined) return t('audit.nothing');
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'number') return format.count(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  if (typeof value === 'object') return JSON.stringify(value, null, 1);
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? format.full(text) : text;
}

/** One field's change on one line. */
export function fieldLine(entry: AuditEntry, change: AuditField, t: TFunction, format: Format): string {
  const name = fieldName(entry, change);
  if (change.secret) return `${name}: ${textOf(`audit.secret.${change.secret}`) ?? change.secret}`;
  const say = (value: unknown) => fieldValue(entry, change.field, value, t, format);
  return `${name}: ${say(change.from)} → ${say(change.to)}`;
}

function sectionName(key: string): string {
  return textOf(`audit.section.${key}`) ?? textOf(`allSettings.name.${key}`) ?? key;
}
