import { useFormat } from '@/lib/format/use-format';

type Props = {
  at: string | number | null | undefined;
  /** `short` for lists, `relative` for what is near, `full` for details, `exact` for logs. */
  as?: 'short' | 'relative' | 'full' | 'exact';
  /** Said when there is no instant. */
  none?: string;
};

/** An instant; the full one stands in the tooltip and for machines. */
export function Time({ at, as = 'short', none = '–' }: Props) {
  const format = useFormat();
  if (at === null || at === undefined) return <span>{none}</span>;
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return <span>{none}</span>;
  return (
    <time dateTime={instant.toISOString()} title={format.full(at)}>
      {format[as](at)}
    </time>
  );
}
