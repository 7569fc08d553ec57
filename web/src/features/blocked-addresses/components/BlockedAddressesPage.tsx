import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { type ListSearch, useListSearch } from '@/lib/router/use-list-search';
import { AddressDrawer } from './AddressDrawer';
import { BlockedAddresses } from './BlockedAddresses';
import classes from './BlockedAddressesPage.module.css';
import { ClearedAddresses } from './ClearedAddresses';
import { Incidents } from './Incidents';
import { OtherServices } from './OtherServices';
import { PastIncidents } from './PastIncidents';

/** Addresses that are written to no more: mail to them came back, or somebody said so. And those that were, until lately. */
export function BlockedAddressesPage() {
  const { t } = useTranslation();
  const [search, change] = useListSearch<ListSearch & { shelf?: string }>();
  const cleared = search.shelf === 'cleared';
  return (
    <Page
      title={t('blockedAddresses.title')}
      help={t('help.blockedAddresses')}
      lead={t(cleared ? 'blockedAddresses.lifted.lead' : 'blockedAddresses.lead')}
      body="fill"
      actions={<OtherServices />}
    >
      <div className={classes.above}>
        <Incidents />
        <PastIncidents />
      </div>
      {cleared ? <ClearedAddresses /> : <BlockedAddresses />}
      <AddressDrawer id={search.open} cleared={cleared} onClose={() => change({ open: undefined })} />
    </Page>
  );
}
