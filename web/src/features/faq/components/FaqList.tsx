import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { FaqSummary } from '@/lib/api/types';
import { LANGUAGE_NAMES } from '@/lib/i18n/language';
import { byFolder } from '../faq-form';
import classes from './FaqPage.module.css';

type Props = { entries: FaqSummary[]; onOpen: (entry: FaqSummary) => void };

/** The entries under their folders. */
export function FaqList({ entries, onOpen }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.groups}>
      {byFolder(entries).map(({ folder, rows }) => (
        <section key={folder} className={classes.group}>
          {folder && <h2 className={classes.folder}>{folder.split('/').join(' / ')}</h2>}
          <ul className={classes.entries}>
            {rows.map((entry) => (
              <li key={entry.id}>
                <UnstyledButton className={classes.entry} onClick={() => onOpen(entry)}>
                  <span className={classes.head}>
                    <strong className={classes.name}>{entry.title}</strong>
                    <span className={classes.language} title={LANGUAGE_NAMES[entry.language]}>
                      {entry.language}
                    </span>
                  </span>
                  <span className={classes.about}>
                    {entry.keywords.length > 0 && (
                      <span>{t('faq.keywordsOf', { words: entry.keywords.join(', ') })}</span>
                    )}
                    {entry.link && <span>{entry.link}</span>}
                    <span>
                      {t('faq.changed')} <Time at={entry.updated_at} as="relative" />
                    </span>
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
