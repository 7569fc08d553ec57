import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import { SideDrawer } from '@/components/page/SideDrawer';
import { Time } from '@/components/time/Time';
import type { AuditEntry, AuditField } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { fieldName, fieldValue, isLook, recordName } from '../../audit-words';
import classes from './Audit.module.css';
import { useWho } from './use-audit-columns';

/** One change: who, when, by what means, and each field from what to what. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const title = entry && [t(`audit.kind.${entry.kind}`), recordName(entry)].filter(Boolean).join(': ');
  return (
    <SideDrawer opened={Boolean(entry)} onClose={onClose} title={title}>
      {entry && <Change entry={entry} />}
    </SideDrawer>
  );
}

function Change({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const who = useWho();
  const means = [t(`audit.origin.${entry.origin}`), entry.origin_name].filter(Boolean).join(': ');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div tabIndex={0}>
      <Facts
        facts={[
          [t('audit.column.who'), who(entry)],
          [t('audit.column.at'), <Time key="at" at={entry.at} as="full" />],
          [t('audit.column.how'), means],
          [t('audit.column.what'), t(`audit.verb.${entry.verb}`)],
        ]}
      />
      {entry.fields.length > 0 && (
        <table className={classes.changes}>
          <thead className={classes.head}>
            <tr>
              <th scope="col" className={classes.heading}>
                {t('audit.column.changes')}
              </th>
              <th scope="col" className={classes.heading}>
                {t('audit.before')}
              </th>
              <th scope="col" className={classes.heading}>
                {t('audit.after')}
              </th>
            </tr>
          </thead>
          <tbody className={classes.body}>
            {entry.fields.map((field) => (
              <tr key={field.field} className={classes.change}>
                <th scope="row" className={classes.field}>
                  {fieldName(entry, field)}
                </th>
                <Values entry={entry} field={field} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Values({ entry, field }: { entry: AuditEntry; field: AuditField }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (field.secret) {
    return (
      <>
        <td data-label={t('audit.before')} className={`${classes.cell} ${classes.none}`}>
          {t(isLook(field) ? 'audit.formattingHint' : 'audit.secretHint')}
        </td>
        <td data-label={t('audit.after')} className={classes.cell}>
          {textOf(`audit.secret.${field.secret}`)}
        </td>
      </>
    );
  }
  const cell = (label: string, value: unknown) => (
    <td data-label={label} className={`${classes.cell} ${value === null ? classes.none : ''}`}>
      <pre className={classes.value}>{fieldValue(entry, field.field, value, t, format)}</pre>
    </td>
  );
  return (
    <>
      {cell(t('audit.before'), field.from)}
      {cell(t('audit.after'), field.to)}
    </>
  );
}
