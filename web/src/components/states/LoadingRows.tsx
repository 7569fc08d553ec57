import { useTranslation } from 'react-i18next';
import classes from './States.module.css';

const WIDTHS = [72, 54, 88, 61, 79, 46, 83, 58, 67, 75];

/** The shape of what is coming, while it is on its way. */
export function LoadingRows({ rows = 8, height = 40 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <div className={classes.loading} role="status">
      <span className={classes.hidden}>{t('common.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className={classes.row} style={{ height }} aria-hidden>
          <span style={{ width: '9%' }} />
          <span style={{ width: `${(WIDTHS[row % WIDTHS.length] ?? 60) * 0.5}%` }} />
          <span style={{ width: '14%' }} />
          <span style={{ width: '8%' }} />
        </div>
      ))}
    </div>
  );
}
