import { Button, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { useForm } from '@/components/form/use-form';
import { notifyProblem } from '@/components/problem/notify';
import type { SpfProposal } from '@/lib/api/types';
import { useSpfProposal } from '@/lib/requests/spf-proposal';
import classes from './TransportForm.module.css';
import type { TransportValues } from './transport-form';

type Props = {
  form: Pick<ReturnType<typeof useForm<TransportValues>>, 'values' | 'set' | 'errorOf'>;
};

/** What the relay's provider asks for in SPF. While nothing is entered, something is proposed to whoever asks for it. */
export function SpfField({ form }: Props) {
  const { t } = useTranslation();
  const { values, set, errorOf } = form;
  const propose = useSpfProposal();
  const host = values.host.trim();
  const isEmpty = values.spf_terms.trim() === '';
  const proposal = propose.variables === host ? propose.data : undefined;
  return (
    <div className={classes.spf}>
      <Textarea
        label={t('transport.spf.label')}
        description={t('transport.spf.hint')}
        placeholder="include:spf.example.org ip4:192.0.2.0/24"
        autosize
        minRows={1}
        spellCheck={false}
        autoComplete="off"
        value={values.spf_terms}
        error={errorOf('spf_terms')}
        onChange={(event) => set({ spf_terms: event.currentTarget.value })}
      />
      {isEmpty && host !== '' && (
        <>
          <div>
            <Button
              size="xs"
              variant="default"
              loading={propose.isPending}
              onClick={() => propose.mutate(host, { onError: (error) => notifyProblem(error, t) })}
            >
              {t('transport.spf.propose')}
            </Button>
          </div>
          <div role="status">
            {proposal && <Proposal proposal={proposal} onUse={(spf_terms) => set({ spf_terms })} />}
          </div>
        </>
      )}
    </div>
  );
}

function Proposal({ proposal, onUse }: { proposal: SpfProposal; onUse: (terms: string) => void }) {
  const { t } = useTranslation();
  const { is_needed, is_known, terms } = proposal;
  if (!is_needed) return <p className={classes.waits}>{t('transport.spf.notNeeded')}</p>;
  if (is_known) return <p className={classes.waits}>{t('transport.spf.known', { terms })}</p>;
  if (terms === '') return <p className={classes.waits}>{t('transport.spf.nothing')}</p>;
  return (
    <div className={classes.spf}>
      <p className={classes.waits}>{t('transport.spf.addresses')}</p>
      <div className={classes.line}>
        <code>{terms}</code>
        <Button size="xs" variant="light" onClick={() => onUse(terms)}>
          {t('transport.spf.use')}
        </Button>
      </div>
    </div>
  );
}
