import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconChevronUp, IconColumns } from '../icons';
import classes from './ColumnMenu.module.css';
import type { ListColumn } from './list-types';
import type { ListChoice } from './use-list-choice';

/** Which columns are shown, and in which order. */
export function ColumnMenu<Row>({ choice }: { choice: ListChoice<Row> }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('list.columns')}>
          <ActionIcon size="md" aria-label={t('list.columns')}>
            <IconColumns size={18} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('list.columns')}>
        <p className={classes.hint}>{t('list.columnsHint')}</p>
        <ul className={classes.columns}>
          {choice.ordered.map((column) => (
            <ColumnItem key={column.id} column={column} choice={choice} />
          ))}
        </ul>
        <Button fullWidth size="xs" variant="default" disabled={!choice.changed} onClick={choice.reset}>
          {t('list.columnsReset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function ColumnItem<Row>({ column, choice }: { column: ListColumn<Row>; choice: ListChoice<Row> }) {
  const { t } = useTranslation();
  const shown = choice.isShown(column.id);
  const name = column.header;
  return (
    <li className={classes.column}>
      <Checkbox
        size="xs"
        label={name}
        checked={shown}
        disabled={column.fixed}
        onChange={(event) => choice.show(column.id, event.currentTarget.checked)}
      />
      <ActionIcon
        size="sm"
        disabled={!shown}
        aria-label={t('list.moveLeft', { column: name })}
        title={t('list.moveLeft', { column: name })}
        onClick={() => choice.move(column.id, -1)}
      >
        <IconChevronUp size={14} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        disabled={!shown}
        aria-label={t('list.moveRight', { column: name })}
        title={t('list.moveRight', { column: name })}
        onClick={() => choice.move(column.id, 1)}
      >
        <IconChevronDown size={14} />
      </ActionIcon>
    </li>
  );
}
