import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconDownload, IconUpload } from '@/components/icons';
import { download } from '@/lib/downloads/downloads';
import { useMay } from '@/lib/session/SessionContext';
import { ImportPersons } from './ImportPersons';

const FORMATS = ['csv', 'vcard3', 'vcard4'] as const;

type Props = {
  /** What the list shows, which is what is given out. */
  request: Record<string, string | number | boolean | undefined>;
};

/** Persons come in from files of other programs, and go out as such. */
export function PersonFiles({ request }: Props) {
  const { t } = useTranslation();
  const mayExport = useMay('export');
  const [importing, drawer] = useDisclosure(false);
  const fetchFile = (format: (typeof FORMATS)[number]) => {
    const query = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(request))
      if (value !== undefined) query.set(name, String(value));
    const name = format === 'csv' ? 'persons.csv' : 'persons.vcf';
    void download(`/api/v1/persons/contacts?${query}`, name);
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} />}>
            {t('personImport.files')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUpload size={15} />} onClick={drawer.open}>
            {t('personImport.import')}
          </Menu.Item>
          {mayExport && <Menu.Label>{t('personImport.export')}</Menu.Label>}
          {mayExport &&
            FORMATS.map((format) => (
              <Menu.Item
                key={format}
                leftSection={<IconDownload size={15} />}
                onClick={() => fetchFile(format)}
              >
                {t(`personImport.format.${format}`)}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      {importing && <ImportPersons onClose={drawer.close} />}
    </>
  );
}
