import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { address } from '@/lib/api/client';
import { download } from '@/lib/downloads/downloads';
import { useMay } from '@/lib/session/SessionContext';
import { IconChevronDown, IconChevronUp, IconDownload, IconSort } from '../icons';
import type { DataListProps, ListColumn, Sort } from './list-types';

/** The order, where the headers are not shown. */
export function SortMenu<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: ListColumn<Row>[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  const { t } = useTranslation();
  const Arrow = sort.descending ? IconChevronDown : IconChevronUp;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon size="md" aria-label={t('list.sort')}>
          <IconSort size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('list.sort')}</Menu.Label>
        {columns
          .filter((column) => column.sortable)
          .map((column) => {
            const sorted = column.id === sort.column;
            return (
              <Menu.Item
                key={column.id}
                rightSection={sorted ? <Arrow size={14} /> : undefined}
                onClick={() => onSort({ column: column.id, descending: sorted ? !sort.descending : false })}
              >
                {column.header}
              </Menu.Item>
            );
          })}
      </Menu.Dropdown>
    </Menu>
  );
}

const FORMATS = [
  { format: 'xlsx', text: 'list.excel' },
  { format: 'html', text: 'list.html' },
  { format: 'txt', text: 'list.txt' },
] as const;

type ExportProps = { exporting: NonNullable<DataListProps<object>['exporting']>; ids: string[] };

/** The zone that the times on the screen are of, so that the file shows the same. */
const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The list, or the selected rows of it, as a file; only with the right to it. */
export function ExportMenu({ exporting, ids }: ExportProps) {
  const { t } = useTranslation();
  const may = useMay('export');
  if (!may) return null;
  const label = ids.length > 0 ? t('list.exportSelected', { count: ids.length }) : t('list.export');
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon size="md" aria-label={label}>
            <IconDownload size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{label}</Menu.Label>
        {FORMATS.map(({ format, text }) => (
          <Menu.Item
            key={format}
            onClick={() =>
              void download(
                address(exporting.path, { ...exporting.query, format, ids: ids.join(','), zone: zone() }),
                `${label} (${t(text)})`,
              )
            }
          >
            {t(text)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
