import { ActionIcon, Switch, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconChevronDown, IconChevronUp } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import type { Filter } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useSaveFilter } from '../api/save-filter';
import { useFilterWords } from '../use-filter-words';
import classes from './FilterItem.module.css';

/** What a dragged filter is known by. */
const DRAGGED = 'application/x-posthus-filter';

type Props = {
  filter: Filter;
  position: number;
  onOpen: () => void;
  onUp?: () => void;
  onDown?: () => void;
  /** The row is dragged, by its id, onto another. */
  onDrop: (id: string) => void;
};

/** A filter as a sentence, with its place in the order and whether it is active. */
export function FilterItem({ filter, position, onOpen, onUp, onDown, onDrop }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useFilterWords();
  const save = useSaveFilter();
  const [over, setOver] = useState(false);
  const hits =
    filter.hits === 0
      ? t('filters.noHits')
      : [
          t('filters.hits', { count: filter.hits }),
          filter.last_hit_at && t('filters.lastHit', { when: format.relative(filter.last_hit_at) }),
        ]
          .filter(Boolean)
          .join(', ');
  return (
    // Dragging is for the mouse; the buttons beside do the same by keyboard.
    <li
      className={classes.item}
      data-off={!filter.active || undefined}
      data-over={over || undefined}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(DRAGGED, filter.id)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop(event.dataTransfer.getData(DRAGGED));
      }}
    >
      <span className={classes.position} aria-hidden>
        {position}
      </span>
      <span className={classes.order}>
        <ActionIcon
          size={24}
          disabled={!onUp}
          aria-label={`${t('common.moveUp')}: ${filter.name}`}
          onClick={onUp}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          size={24}
          disabled={!onDown}
          aria-label={`${t('common.moveDown')}: ${filter.name}`}
          onClick={onDown}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
      </span>
      <UnstyledButton className={classes.main} onClick={onOpen}>
        <strong>{filter.name}</strong>
        <span className={classes.rule}>{words.rule(filter)}</span>
        <span className={classes.hits}>
          {words.mailboxes(filter.mailbox_ids)} · {hits}
        </span>
      </UnstyledButton>
      <Switch
        size="sm"
        aria-label={t('filters.switch', { name: filter.name })}
        checked={filter.active}
        disabled={save.isPending}
        onChange={(event) =>
          save.mutate(
            { id: filter.id, input: { active: event.currentTarget.checked } },
            { onError: (error) => notifyProblem(error, t) },
          )
        }
      />
    </li>
  );
}
