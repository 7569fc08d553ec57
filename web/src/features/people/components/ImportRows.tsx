import { useTranslation } from 'react-i18next';
import type { CheckedAddress, ImportRow } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import classes from './ImportPersons.module.css';

type Props = { form: string; rows: ImportRow[]; all: number };

/** The first rows of a file, each with what is wrong with it and who is known already. */
export function ImportRows({ form, rows, all }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section>
      <h3 className={classes.title}>
        {t(form === 'csv' ? 'personImport.first' : 'personImport.firstContacts', {
          count: rows.length,
          all: format.count(all),
        })}
      </h3>
      <ol className={classes.rows}>
        {rows.map((row) => (
          <li key={row.number} className={classes.row} data-refused={row.problem !== null || undefined}>
            <span className={classes.number}>{row.number}</span>
            <span className={classes.who}>
              <strong>{row.name || readable(row.addresses[0]) || '–'}</strong>
              <span className={classes.facts}>
                {[readable(row.addresses.join(', ')), row.phone, row.company].filter(Boolean).join(' · ')}
              </span>
              <Notes row={row} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Notes({ row }: { row: ImportRow }) {
  const { t } = useTranslation();
  const doubt = useDoubt();
  const doubts = row.checked.map(doubt).filter((words) => words !== undefined);
  return (
    <>
      {row.problem && (
        <span className={classes.problem}>
          {row.problem_address && `${readable(row.problem_address)}: `}
          {textOf(`problem.${row.problem}`)}
        </span>
      )}
      {doubts.map((words) => (
        <span key={words} className={classes.doubt}>
          {words}
        </span>
      ))}
      {row.known && (
        <span className={classes.doubt}>{t('personImport.isKnown', { name: row.known.name })}</span>
      )}
    </>
  );
}

/** What is to be thought of an address; nothing while all is well. */
function useDoubt() {
  const { t } = useTranslation();
  return ({
    input: address,
    address: mailed,
    suggestion,
    mail_hosts,
    disposable,
    verdict,
    role,
    blocked,
  }: CheckedAddress) => {
    if (mailed === null) return undefined;
    if (suggestion) return t('addresses.meant', { address, suggestion });
    if (verdict === 'bad') return textOf(`addresses.hosts.${mail_hosts}`, { address });
    if (blocked) return t('personImport.isBlocked', { address });
    if (disposable) return t('addresses.disposable', { address });
    return role ? t('personImport.isRole', { address }) : undefined;
  };
}
