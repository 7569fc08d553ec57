import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconGroup } from '../icons';
import type { ListColumn, Sort } from './list-types';

type Props<Row> = {
  columns: ListColumn<Row>[];
  /** The column whose groups are shown. */
  by: string | undefined;
  sort: Sort;
  onGroup: (on: boolean) => void;
  onSort: (sort: Sort) => void;
};

/** Rows in groups: by the column that orders them. */
export function GroupMenu<Row>({ columns, by, sort, onGroup, onSort }: Props<Row>) {
  const { t } = useTranslation();
  const choose = (id: string) => {
    onGroup(id !== '');
    if (id !== '' && id !== sort.column) onSort({ column: id, descending: false });
  };
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('list.group')}>
          <ActionIcon size="md" aria-label={t('list.group')} data-active={by !== undefined || undefined}>
            <IconGroup size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('list.group')}</Menu.Label>
        <Menu.RadioGroup value={by ?? ''} onChange={choose}>
          <Menu.RadioItem value="" closeMenuOnClick>
            {t('list.noGroups')}
          </Menu.RadioItem>
          {columns.map((column) => (
            <Menu.RadioItem key={column.id} value={column.id} closeMenuOnClick>
              {column.header}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
