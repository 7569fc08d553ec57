import classes from './Brand.module.css';

/** The house with a letter for a roof, and the name. */
export function Brand({ organisation, large }: { organisation?: string; large?: boolean }) {
  return (
    <span className={classes.brand} data-large={large || undefined}>
      <svg viewBox="0 0 32 32" className={classes.mark} aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="7" className={classes.ground} />
        <path
          d="M7 14.2 16 6.5l9 7.7V24a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 7 24z"
          className={classes.house}
        />
        <path d="m7.6 14.8 8.4 6 8.4-6" className={classes.flap} />
        <circle cx="16" cy="12.6" r="1.7" className={classes.lamp} />
      </svg>
      <span className={classes.words}>
        <span className={classes.name}>Posthus</span>
        {organisation && <span className={classes.organisation}>{organisation}</span>}
      </span>
    </span>
  );
}
