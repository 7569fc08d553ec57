import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DataList.module.css';
import { WIDTH_PX } from './use-list-choice';

/** Pixels that an arrow key widens by. */
const STEP_PX = 16;

type Props = { name: string; onResize: (px: number) => void };

/** The right border of a column's heading: dragged, or moved with the arrow keys, it sets the width. */
export function ColumnBorder({ name, onResize }: Props) {
  const { t } = useTranslation();
  const drag = useRef<{ from: number; width: number } | null>(null);
  const widthOf = (border: HTMLElement) =>
    border.parentElement?.getBoundingClientRect().width ?? WIDTH_PX.min;
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, width: widthOf(event.currentTarget) };
  };
  const follow = (event: PointerEvent) => {
    if (drag.current) onResize(drag.current.width + event.clientX - drag.current.from);
  };
  const end = () => {
    drag.current = null;
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = { ArrowLeft: -STEP_PX, ArrowRight: STEP_PX }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(widthOf(event.currentTarget) + by);
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('list.width', { column: name })}
      aria-valuemin={WIDTH_PX.min}
      aria-valuemax={WIDTH_PX.max}
      aria-valuenow={WIDTH_PX.min}
      className={classes.border}
      onPointerDown={begin}
      onPointerMove={follow}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
    />
  );
}
