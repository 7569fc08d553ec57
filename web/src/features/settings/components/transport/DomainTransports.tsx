import { ActionIcon, Button, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEdit, IconPlus } from '@/components/icons';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { StatusDot } from '@/components/status/StatusDot';
import { whatStops } from '@/components/transport/what-stops';
import type { DomainTransport } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useDomainTransports } from '../../api/domain-transports';
import { DomainTransportDrawer } from './DomainTransportDrawer';
import classes from './DomainTransports.module.css';

/** The sender domains whose mail leaves through a server of its own. */
export function DomainTransports() {
  const { t } = useTranslation();
  const found = useDomainTransports();
  const [open, setOpen] = useState<DomainTransport | 'new' | null>(null);
  return (
    <section className={classes.section} aria-labelledby="domain-transports">
      <Title order={2} size="h5" id="domain-transports">
        {t('transport.domains.title')}
      </Title>
      <p className={classes.lead}>{t('transport.domains.lead')}</p>
      {found.isPending && <LoadingRows rows={2} height={56} />}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && found.data.length > 0 && (
        <ul className={classes.list}>
          {found.data.map((row) => (
            <Row key={row.id} row={row} onOpen={() => setOpen(row)} />
          ))}
        </ul>
      )}
      {found.data && (
        <div>
          <Button variant="light" leftSection={<IconPlus size={16} />} onClick={() => setOpen('new')}>
            {t('transport.domains.new')}
          </Button>
        </div>
      )}
      {open && (
        <DomainTransportDrawer
          key={open === 'new' ? open : open.id}
          saved={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function Row({ row, onOpen }: { row: DomainTransport; onOpen: () => void }) {
  const { t } = useTranslation();
  const stops = whatStops(row);
  const way = row.own ? (row.kind === 'relay' ? row.host : t('transport.direct')) : t('transport.shared');
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <strong>{readable(row.domain)}</strong>
        <span className={classes.quiet}>{way}</span>
        {stops && (
          <StatusDot tone={stops === 'expiring' ? 'wait' : 'bad'}>
            {stops === 'failing' || stops === 'no_password'
              ? t('transport.failing.title')
              : t(`oauth.state.${stops}`)}
          </StatusDot>
        )}
      </div>
      <ActionIcon aria-label={`${t('common.edit')}: ${row.domain}`} onClick={onOpen}>
        <IconEdit size={16} />
      </ActionIcon>
    </li>
  );
}
