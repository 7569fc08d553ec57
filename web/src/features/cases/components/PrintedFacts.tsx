import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import { Time } from '@/components/time/Time';
import type { Case } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
import classes from './PrintedFacts.module.css';

/** What stands beside the conversation on the screen, as the head of the paper; and who printed it when. */
export function PrintedFacts({ shown }: { shown: Case }) {
  const { t } = useTranslation();
  const { user, organisation } = useSession();
  const { customer_name, customer_address } = shown;
  const customer = customer_name ? `${customer_name} <${customer_address}>` : customer_address;
  const tags = shown.tags.map(({ name }) => name).join(', ');
  const facts: [string, string | null][] = [
    [t('case.customer'), customer],
    [t('case.mailbox'), shown.mailbox_address],
    [t('cases.owner'), shown.owner_name],
    [t('cases.category'), shown.category_name],
    [t('cases.priority'), shown.priority_name],
    [t('caseTags.label'), tags],
  ];
  return (
    <section className={classes.facts}>
      <Facts
        facts={[
          ...facts.filter(([, value]) => value),
          [t('case.created'), <Time key="created" at={shown.created_at} as="full" />],
        ]}
      />
      <p className={classes.printed}>
        {t('case.printed', { organisation: organisation.name, name: user.name })}{' '}
        <Time at={Date.now()} as="full" />
      </p>
    </section>
  );
}
