import { Alert, Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconCheck, IconPlug } from '@/components/icons';
import { Transcript } from '@/components/mail/Transcript';
import { ProblemView } from '@/components/problem/ProblemView';
import { textOf } from '@/lib/i18n/text';
import { useTestTransport } from '../../api/test-transport';
import { inputOf, type TransportValues } from '../../transport-form';
import classes from './TransportForm.module.css';

type Props = { values: TransportValues; onRecipient: (recipient: string) => void };

/** Tries the way out as it stands in the form, and shows what the server said. */
export function TransportTest({ values, onRecipient }: Props) {
  const { t } = useTranslation();
  const test = useTestTransport();
  const isDirect = values.way === 'direct';
  const outcome = test.data;
  const run = () => test.mutate({ ...inputOf(values), recipient: values.recipient.trim() || undefined });
  return (
    <section className={classes.test}>
      <div className={classes.line}>
        <TextInput
          label={t('transport.recipient')}
          description={isDirect ? t('transport.recipientNeeded') : t('transport.recipientHint')}
          type="email"
          value={values.recipient}
          onChange={(event) => onRecipient(event.currentTarget.value)}
        />
        <Button variant="light" leftSection={<IconPlug size={17} />} loading={test.isPending} onClick={run}>
          {t('transport.test')}
        </Button>
      </div>
      <div aria-live="polite">
        <ProblemView error={test.error} />
        {outcome && (
          <>
            <Alert
              color={outcome.ok ? 'green' : 'red'}
              icon={outcome.ok ? <IconCheck size={18} /> : <IconAlert size={18} />}
              title={textOf(`transport.outcome.${outcome.summary_code}`) ?? t('transport.outcome.failed')}
            >
              {outcome.summary_code !== 'ok' && <span lang="en">{outcome.detail}</span>}
            </Alert>
            <Transcript lines={outcome.conversation} />
          </>
        )}
      </div>
    </section>
  );
}
