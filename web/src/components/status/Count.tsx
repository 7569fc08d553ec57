import { VisuallyHidden } from '@mantine/core';
import { useFormat } from '@/lib/format/use-format';
import classes from './Count.module.css';

type Props = { value: number | null | undefined; urgent?: boolean; label?: string };

/** A small figure beside a name; nothing is shown for zero or an unknown number. */
export function Count({ value, urgent, label }: Props) {
  const format = useFormat();
  if (!value) return null;
  return (
    <span className={classes.count} data-urgent={urgent || undefined}>
      <span aria-hidden={label ? true : undefined}>{value > 999 ? '999+' : format.count(value)}</span>
      {label && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}
