import { useRef } from 'react';
import { RichText } from '../rich-text/RichText';
import type { Pictures, RichHandle, RichValue } from '../rich-text/rich-value';
import classes from './Template.module.css';
import { VariableMenu } from './VariableMenu';
import { offered } from './variables';

type Props = {
  label: string;
  description?: string;
  value: RichValue;
  error?: string;
  /** The language that it is written in. */
  lang?: string;
  rows?: number;
  /** Where pictures can stand in it. */
  pictures?: Pictures;
  onChange: (value: RichValue) => void;
};

/** A text with variables that can have formatting, and a menu that puts a variable where the cursor stands. */
export function FormattedTextField({ label, rows = 8, ...field }: Props) {
  const handle = useRef<RichHandle>(null);
  return (
    <div className={classes.field}>
      <RichText {...field} ref={handle} name={label} label={label} rows={{ min: rows, max: 24 }} />
      <VariableMenu
        offered={offered({})}
        onChoose={(variable) => handle.current?.insertInline(`[[${variable}]]`)}
      />
    </div>
  );
}
