import { Button, Textarea } from '@mantine/core';
import { useRef } from 'react';
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
  const field = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  // A button that waits lets the focus go; who pressed it goes on from there.
  const focusAgain = () => {
    if (document.activeElement === document.body) button.current?.focus();
  };
  const use = (spf_terms: string) => {
    set({ spf_terms });
    // The button goes with what it offered.
    field.current?.focus();
  };
  return (
    <div className={classes.spf}>
      <Textarea
        ref={field}
        label={t('transport.spf.label')}
        description={t('transport.spf.hint')}
        placeholder="include:spf.example.org"
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
              ref={button}
              size="xs"
              variant="default"
              loading={propose.isPending}
              onClick={() =>
                propose.mutate(host, {
                  onError: (error) => notifyProblem(error, t),
                  // Once the button is there again to be focused.
                  onSettled: () => requestAnimationFrame(focusAgain),
                })
              }
            >
              {t('transport.spf.propose')}
            </Button>
          </div>
          <div role="status">{proposal && <Proposal proposal={proposal} onUse={use} />}</div>
        </>
      )}
    </div>
  );
}

/** What is said where there is nothing to enter. */
const WORDS = {
  known: 'transport.spf.known',
  not_needed: 'transport.spf.notNeeded',
  not_public: 'transport.spf.notPublic',
  no_such_name: 'transport.spf.noSuchName',
  no_address: 'transport.spf.noAddress',
  unanswered: 'transport.spf.unanswered',
} as const satisfies Record<Exclude<SpfProposal['found'], 'addresses'>, string>;

function Proposal({ proposal, onUse }: { proposal: SpfProposal; onUse: (terms: string) => void }) {
  const { t } = useTranslation();
  const { found, terms } = proposal;
  if (found !== 'addresses') return <p className={classes.waits}>{t(WORDS[found], { terms })}</p>;
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
