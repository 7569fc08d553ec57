import { Textarea } from '@mantine/core';
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { areKeysHeld, heldKeys, holdKeys } from '@/lib/shortcuts/held-keys';
import { withInsertion } from './insertion';
import type { RichHandle, RichTextProps } from './rich-value';

type Props = RichTextProps & {
  handle: Ref<RichHandle>;
  readOnly?: boolean;
  onFocused: (focused: boolean) => void;
};

/** The same field without formatting: while the editor is loaded, and where it cannot be. */
export function PlainText({ handle, readOnly, onFocused, ...props }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { value, onChange } = props;
  const latest = useRef({ value, onChange });
  latest.current = { value, onChange };
  // It comes and goes while somebody types: what he types between two fields is his text.
  useEffect(() => {
    if (!areKeysHeld()) return;
    field.current?.focus();
    const typed = heldKeys();
    if (typed) latest.current.onChange({ text: latest.current.value.text + typed, html: null });
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    return () => {
      if (element && element === document.activeElement) holdKeys();
    };
  }, []);
  const put = (text: string, cursor: number) => {
    props.onChange({ text, html: null });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(cursor, cursor);
    });
  };
  const selected = () => {
    const { text } = props.value;
    const [start, end] = [field.current?.selectionStart ?? text.length, field.current?.selectionEnd ?? 0];
    return [start, Math.max(start, end)] as const;
  };
  useImperativeHandle(handle, () => ({
    focus: () => field.current?.focus(),
    insert: (inserted) => {
      const next = withInsertion(props.value.text, inserted, ...selected());
      put(next.text, next.cursor);
    },
    insertInline: (words) => {
      const { text } = props.value;
      const [start, end] = selected();
      put(text.slice(0, start) + words + text.slice(end), start + words.length);
    },
  }));
  return (
    <Textarea
      ref={field}
      autosize
      minRows={props.rows.min}
      maxRows={props.rows.max}
      label={props.label}
      description={props.description}
      error={props.error}
      lang={props.lang}
      aria-label={props.name}
      placeholder={props.placeholder}
      value={props.value.text}
      readOnly={readOnly}
      onFocus={() => onFocused(true)}
      onBlur={() => onFocused(false)}
      onChange={(event) => props.onChange({ text: event.currentTarget.value, html: null })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') field.current?.blur();
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        props.onSend?.();
      }}
    />
  );
}
