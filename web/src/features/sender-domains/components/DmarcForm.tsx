import { Autocomplete, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { SaveForm } from '@/components/form/SaveForm';
import { useForm } from '@/components/form/use-form';
import { WithHelp } from '@/components/help/Help';
import { notifyDone } from '@/components/problem/notify';
import type { DmarcPolicy, SenderDomain } from '@/lib/api/types';
import { reportSettingsQuery } from '../api/reports';
import { useChangeSenderDomain } from '../api/sender-domains';
import classes from './SenderDomains.module.css';

const POLICIES = ['none', 'quarantine', 'reject'] as const satisfies DmarcPolicy[];

/** What receivers are asked to do with mail that nothing vouches for, and where reports go. */
export function DmarcForm({ domain }: { domain: SenderDomain }) {
  const { t } = useTranslation();
  const change = useChangeSenderDomain(domain.id);
  const mailboxes = useQuery(reportSettingsQuery).data?.addresses ?? [];
  const form = useForm({
    initial: { dmarc_policy: domain.dmarc_policy, reports_to: domain.reports_to ?? '' },
    error: change.error,
  });
  const { values, set, errorOf } = form;
  const submit = () => change.mutate(values, { onSuccess: () => notifyDone(t('senderDomains.dmarc.saved')) });
  return (
    <section>
      <h2 className={classes.above}>{t('senderDomains.dmarc.title')}</h2>
      <SaveForm onSubmit={submit} saving={change.isPending} error={form.general}>
        <WithHelp name={t('senderDomains.dmarc.policy')} help={t('senderDomains.dmarc.policyHelp')}>
          <Select
            label={t('senderDomains.dmarc.policy')}
            description={t('senderDomains.dmarc.policyHint')}
            allowDeselect={false}
            data={POLICIES.map((value) => ({ value, label: t(`senderDomains.dmarc.${value}`) }))}
            value={values.dmarc_policy}
            onChange={(policy) => policy && set({ dmarc_policy: policy })}
          />
        </WithHelp>
        <WithHelp name={t('senderDomains.dmarc.reports')} help={t('senderDomains.dmarc.reportsHelp')}>
          <Autocomplete
            label={t('senderDomains.dmarc.reports')}
            description={t('senderDomains.dmarc.reportsHint')}
            type="email"
            maxLength={254}
            data={mailboxes}
            value={values.reports_to}
            error={errorOf('reports_to')}
            onChange={(reports_to) => set({ reports_to })}
          />
        </WithHelp>
        <AddressNotes
          addresses={[values.reports_to]}
          ours
          onReplace={(_, reports_to) => set({ reports_to })}
        />
      </SaveForm>
    </section>
  );
}
