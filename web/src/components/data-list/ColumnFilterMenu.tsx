import { ActionIcon, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconFilter } from '../icons';
import classes from './DataList.module.css';
import type { ColumnFilter } from './list-types';

/** Narrows the list by one column, from its heading. */
export function ColumnFilterMenu({ name, filter }: { name: string; filter: ColumnFilter }) {
  const { t } = useTranslation();
  const label = t('list.filterBy', { column: name });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size={24}
          className={classes.funnel}
          aria-label={label}
          title={label}
          data-active={filter.value !== undefined || undefined}
        >
          <IconFilter size={13} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        <Menu.Label>{label}</Menu.Label>
        <Menu.RadioGroup value={filter.value ?? ''} onChange={(value) => filter.onChange(value || undefined)}>
          <Menu.RadioItem value="" closeMenuOnClick>
            {t('common.all')}
          </Menu.RadioItem>
          {filter.choices.map((choice) => (
            <Menu.RadioItem key={choice.value} value={choice.value} closeMenuOnClick>
              {choice.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
