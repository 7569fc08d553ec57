import { Button, Checkbox, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHold } from '@/components/page/hold';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { SenderDomain, ServedMtaSts } from '@/lib/api/types';
import { useServeMtaSts } from '../api/mta-sts';
import classes from './SenderDomains.module.css';

type Props = {
  domain: SenderDomain;
  served: ServedMtaSts;
  choice: ServedMtaSts['choices'][number];
  onClose: () => void;
};

/** Asks before the policy is switched, with all that is to be known before. */
export function MtaStsSwitch({ domain, served, choice, onClose }: Props) {
  const { t } = useTranslation();
  useHold();
  const serve = useServeMtaSts(domain.id);
  const [isKnown, setKnown] = useState(false);
  const warned = choice.warnings.length > 0;
  const step = served.serving === 'ending' && choice.serving === 'off' ? 'gone' : choice.serving;
  const run = () =>
    serve.mutate(
      { serving: choice.serving, warned },
      {
        onSuccess: () => {
          notifyDone(t(`mtaSts.done.${step}`));
          onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`mtaSts.ask.${step}`, { domain: domain.name })}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t(`mtaSts.before.${step}`, { dns_name: served.name, host: served.host })}</p>
      {warned && (
        <>
          <p>
            <strong>{t('mtaSts.warnings')}</strong>
          </p>
          <ul className={classes.warnings}>
            {choice.warnings.map((warning) => (
              <li key={warning}>{t(`mtaSts.warning.${warning}`)}</li>
            ))}
          </ul>
          <Checkbox
            label={t('mtaSts.known')}
            checked={isKnown}
            onChange={(event) => setKnown(event.currentTarget.checked)}
          />
        </>
      )}
      <ProblemView error={serve.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          color={warned || choice.serving === 'off' ? 'red' : undefined}
          disabled={warned && !isKnown}
          loading={serve.isPending}
          onClick={run}
        >
          {t(`mtaSts.to.${step}`)}
        </Button>
      </Group>
    </Modal>
  );
}
