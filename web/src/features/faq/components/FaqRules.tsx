import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import { LoadingRows } from '@/components/states/LoadingRows';
import type { FaqRules as Rules } from '@/lib/api/types';
import { faqRulesQuery, useSaveFaqRules } from '../api/rules';
import classes from './FaqPage.module.css';

/** How well an entry must fit a mail, and how many are suggested. */
export function FaqRules() {
  const { t } = useTranslation();
  const found = useQuery(faqRulesQuery);
  return (
    <section className={classes.rules}>
      <h2 className={classes.title}>{t('faq.rules.title')}</h2>
      <p className={classes.lead}>{t('faq.rules.lead')}</p>
      {found.isPending && <LoadingRows rows={2} height={48} />}
      {found.isError && <ProblemView error={found.error} />}
      {found.data && <RulesForm initial={found.data} />}
    </section>
  );
}

/** A number field that was cleared holds nothing. */
type Entered = { minimum_percent: number | ''; most: number | '' };
const entered = (value: number | string) => (value === '' ? '' : Number(value));

function RulesForm({ initial }: { initial: Rules }) {
  const { t } = useTranslation();
  const save = useSaveFaqRules();
  const { values, set, errorOf, isReady, general } = useForm<Entered>({
    initial,
    check: ({ minimum_percent, most }) => ({
      minimum_percent: minimum_percent === '' ? t('field.required') : undefined,
      most: most === '' ? t('field.required') : undefined,
    }),
    error: save.error,
  });
  const submit = () => {
    if (!isReady()) return;
    const rules = { minimum_percent: Number(values.minimum_percent), most: Number(values.most) };
    save.mutate(rules, { onSuccess: () => notifyDone(t('faq.rules.saved')) });
  };
  return (
    <SaveForm onSubmit={submit} saving={save.isPending} error={general}>
      <NumberInput
        label={t('faq.rules.minimum')}
        description={t('faq.rules.minimumHint')}
        suffix=" %"
        min={0}
        max={100}
        allowDecimal={false}
        value={values.minimum_percent}
        error={errorOf('minimum_percent')}
        onChange={(value) => set({ minimum_percent: entered(value) })}
      />
      <NumberInput
        label={t('faq.rules.most')}
        description={t('faq.rules.mostHint')}
        min={1}
        max={10}
        allowDecimal={false}
        value={values.most}
        error={errorOf('most')}
        onChange={(value) => set({ most: entered(value) })}
      />
    </SaveForm>
  );
}
