import { Textarea } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import classes from './Template.module.css';
import { VariableMenu } from './VariableMenu';
import { offered, withVariable } from './variables';

type Props = {
  label: string;
  description?: ReactNode;
  value: string;
  error?: string;
  rows?: number;
  /** Whether nobody writes it, so that it cannot speak of who does. */
  automatic?: boolean;
  /** Whether answers of the FAQ may be suggested in it. */
  suggests?: boolean;
  onChange: (text: string) => void;
};

/** A text with variables, and a menu that puts one where the cursor stands. */
export function TemplateTextField({ value, onChange, rows = 8, automatic, suggests, ...field }: Props) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: string) => {
    const [start, end] = [area.current?.selectionStart ?? value.length, area.current?.selectionEnd ?? 0];
    const next = withVariable(value, variable, start, Math.max(start, end));
    onChange(next.text);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
  return (
    <div className={classes.field}>
      <Textarea
        {...field}
        ref={area}
        autosize
        minRows={rows}
        maxRows={24}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <VariableMenu offered={offered({ automatic, suggests })} onChoose={insert} />
    </div>
  );
}
