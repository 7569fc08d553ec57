import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck } from '@/components/icons';
import type { Detection, ServerCandidate } from '@/lib/api/types';
import classes from './FindSettings.module.css';
import { candidatesFor } from './use-detection';

/** Servers that are shown; further ones are seldom better. */
const SHOWN_MAX = 4;

/** Who is asked in DNS, and how it stays silent: that is no answer. */
const IN_DNS: ReadonlySet<string> = new Set(['mx', 'srv']);
const SILENT: ReadonlySet<string> = new Set(['failed', 'timed_out']);

type Props = {
  found: Detection;
  services: ServerCandidate['service'][];
  isUsed: (server: ServerCandidate) => boolean;
  onUse: (server: ServerCandidate) => void;
};

/** What was found for an address, and why; or where it was looked for without success. */
export function FoundServers({ found, services, isUsed, onUse }: Props) {
  const { t } = useTranslation();
  const servers = candidatesFor(found, services).slice(0, SHOWN_MAX);
  const provider = servers[0]?.provider_name;
  if (servers.length === 0) {
    const domain = found.address.slice(found.address.lastIndexOf('@') + 1);
    const isSilent = found.asked.some(({ source, outcome }) => IN_DNS.has(source) && SILENT.has(outcome));
    return (
      <div className={classes.found}>
        <p className={classes.title}>
          {isSilent ? t('detection.unanswered', { domain }) : t('detection.nothing')}
        </p>
        <p className={classes.note}>
          {isSilent ? t('detection.unansweredHint') : t('detection.nothingHint')}
        </p>
        <AskedSources asked={found.asked} />
      </div>
    );
  }
  return (
    <div className={classes.found}>
      <p className={classes.title}>
        {provider ? t('detection.foundAt', { provider }) : t('detection.found')}
      </p>
      <ul className={classes.servers}>
        {servers.map((server, index) => (
          <Server
            key={`${server.service} ${server.host}:${server.port}`}
            server={server}
            isBest={index === 0}
            isUsed={isUsed(server)}
            onUse={() => onUse(server)}
          />
        ))}
      </ul>
      <AskedSources asked={found.asked} />
    </div>
  );
}

type ServerProps = { server: ServerCandidate; isBest: boolean; isUsed: boolean; onUse: () => void };

function Server({ server, isBest, isUsed, onUse }: ServerProps) {
  const { t } = useTranslation();
  const { service, host, port, security, username, source, place, password } = server;
  const words = `${t(`detection.service.${service}`)} ${host}:${port}`;
  const useIt = t(isBest ? 'detection.use' : 'detection.useOther');
  return (
    <li className={classes.server}>
      <div className={classes.words}>
        <div>
          <strong>{words}</strong> · {t(`mailboxes.security.${security}`)}
        </div>
        <div>{t('detection.username', { username })}</div>
        <div className={classes.note}>{t(`detection.reason.${source}`, { place })}</div>
        {password !== 'account' && <div>{t(`detection.password.${wayOf(server)}`)}</div>}
      </div>
      {isUsed ? (
        <span className={classes.used}>
          <IconCheck size={17} aria-hidden />
          {t('detection.used')}
        </span>
      ) : (
        <Button
          size="compact-sm"
          variant={isBest ? 'filled' : 'default'}
          aria-label={`${useIt}: ${words}`}
          onClick={onUse}
        >
          {useIt}
        </Button>
      )}
    </li>
  );
}

/** How one signs in where the account's own password is not taken. */
function wayOf({ password, sign_in }: ServerCandidate) {
  if (password === 'refused') return 'refused';
  return sign_in === 'oauth' ? 'oauthOrApp' : 'app';
}

/** Everybody who was asked, for whoever wonders why. */
function AskedSources({ asked }: { asked: Detection['asked'] }) {
  const { t } = useTranslation();
  return (
    <details className={classes.asked}>
      <summary>{t('detection.asked')}</summary>
      <ul>
        {asked.map(({ source, place, outcome, detail }) => (
          <li key={`${source} ${place}`}>
            {t(`detection.source.${source}`)} ({place}): {t(`detection.outcome.${outcome}`)}
            {detail && (
              <div lang="en">
                <small>{detail}</small>
              </div>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
