import { useTranslation } from 'react-i18next';
import { Time } from '@/components/time/Time';
import type { SearchHit } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { Excerpt } from './Excerpt';
import classes from './SearchPalette.module.css';

type Props = { id: string; hit: SearchHit; active: boolean; onPoint: () => void; onOpen: () => void };

/** A hit as a choice of the palette. */
export function HitLine({ id, hit, active, onPoint, onOpen }: Props) {
  const { t } = useTranslation();
  const found = hit.case;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys of all choices
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={classes.line}
      ref={(line) => {
        if (active) line?.scrollIntoView({ block: 'nearest' });
      }}
      onPointerMove={onPoint}
      onClick={onOpen}
    >
      <span className={classes.head}>
        <span>{found.number}</span>
        <span className={classes.title}>{found.title || t('common.noSubject')}</span>
        <Time at={found.last_message_at} />
      </span>
      <span className={classes.rest}>
        {found.customer_name ?? readable(found.customer_address)} ·{' '}
        {found.status_name ?? t(`status.${found.status}`)}
        {hit.excerpt.length > 0 && ' · '}
        <Excerpt pieces={hit.excerpt} />
      </span>
    </div>
  );
}
