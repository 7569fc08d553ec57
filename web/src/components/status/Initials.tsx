import classes from './Initials.module.css';

/** How many hues people are told apart by. */
const HUES = 6;

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % HUES;
}

/** A person as a small coloured disc; the name always stands beside it. */
export function Initials({ name, size = 28 }: { name: string; size?: number }) {
  return (
    <span
      className={classes.disc}
      data-hue={hueOf(name)}
      style={{ width: size, height: size, fontSize: size * 0.39 }}
      aria-hidden
    >
      {initialsOf(name)}
    </span>
  );
}
