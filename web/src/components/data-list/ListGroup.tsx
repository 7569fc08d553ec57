import type { CSSProperties } from 'react';
import { useFormat } from '@/lib/format/use-format';
import classes from './DataList.module.css';

type Props = {
  name: string;
  rows: number;
  open: boolean;
  columns: number;
  style: CSSProperties;
  stuck: boolean;
};

/** The heading of a group; it stays in sight while its rows are. */
export function ListGroup({ name, rows, open, columns, style, stuck }: Props) {
  const format = useFormat();
  return (
    <div role="row" className={classes.group} style={style} data-stuck={stuck || undefined}>
      <div role="gridcell" aria-colspan={columns} className={classes.groupCell}>
        <strong>{name}</strong>
        <span className={classes.groupCount}>{open ? `${format.count(rows)}+` : format.count(rows)}</span>
      </div>
    </div>
  );
}
