import { useTranslation } from 'react-i18next';
import { type FilterValues, inputOf } from '../filter-form';
import { type Rules, useFilterWords } from '../use-filter-words';
import classes from './FilterRows.module.css';

/** What the form says so far, as one sentence. */
export function FilterSummary({ values }: { values: FilterValues }) {
  const { t } = useTranslation();
  const words = useFilterWords();
  const { combine, conditions, actions, stop } = inputOf(values) as Rules;
  return (
    <section className={classes.summary} aria-label={t('filters.form.summary')}>
      <h3>{t('filters.form.summary')}</h3>
      <p>{words.rule({ combine, conditions, actions, stop })}</p>
    </section>
  );
}
