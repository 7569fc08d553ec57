import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import type { ServerCandidate } from '@/lib/api/types';
import classes from './FindSettings.module.css';
import { FoundServers } from './FoundServers';
import type { useDetection } from './use-detection';

type Props = {
  detection: ReturnType<typeof useDetection>;
  /** What is looked for, the best first. */
  services: ServerCandidate['service'][];
  /** Whether the form holds this server already. */
  isUsed: (server: ServerCandidate) => boolean;
  onUse: (server: ServerCandidate) => void;
};

/** Finds the servers of the address above it; whoever knows better goes on by hand. */
export function FindSettings({ detection, services, isUsed, onUse }: Props) {
  const { t } = useTranslation();
  const { found, error, isPending, isPossible } = detection;
  return (
    <div className={classes.find}>
      <Button
        variant="light"
        data-finds=""
        className={classes.button}
        leftSection={<IconSearch size={17} />}
        loading={isPending}
        disabled={!isPossible}
        onClick={detection.find}
      >
        {t('detection.find')}
      </Button>
      <div aria-live="polite" className={classes.outcome}>
        {isPending && <p className={classes.note}>{t('detection.finding')}</p>}
        {!isPending && error && <ProblemView error={error} />}
        {!isPending && found && (
          <FoundServers found={found} services={services} isUsed={isUsed} onUse={onUse} />
        )}
      </div>
    </div>
  );
}
