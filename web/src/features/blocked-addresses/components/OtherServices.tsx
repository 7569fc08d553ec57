import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconUpload } from '@/components/icons';
import { useMay } from '@/lib/session/SessionContext';
import { ImportList } from './ImportList';

const SERVICES = ['ses', 'postmark', 'sendgrid', 'mailgun', 'plain'] as const;

/** Block lists of other services: taken in, and given out in their forms. */
export function OtherServices() {
  const { t } = useTranslation();
  const mayExport = useMay('export');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} />}>
            {t('blockLists.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUpload size={15} />} onClick={() => setOpen(true)}>
            {t('blockLists.import')}
          </Menu.Item>
          {mayExport && <Menu.Label>{t('blockLists.exportFor')}</Menu.Label>}
          {mayExport &&
            SERVICES.map((service) => (
              <Menu.Item
                key={service}
                component="a"
                href={`/api/v1/blocked-addresses/list?service=${service}`}
                download
              >
                {t(`blockLists.service.${service}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {open && <ImportList onClose={() => setOpen(false)} />}
    </>
  );
}
