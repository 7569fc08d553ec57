import { Textarea } from '@mantine/core';
import { type Ref, useImperativeHandle, useRef } from 'react';
import { withInsertion } from './insertion';
import type { RichHandle, RichTextProps } from './rich-value';

/** The same field without formatting: for when the editor could not be loaded, so that nobody is kept from answering. */
export function PlainText({ handle, ...props }: RichTextProps & { handle: Ref<RichHandle> }) {
  const field = useRef<HTMLTextAreaElement>(null);
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
      aria-label={props.name}
      placeholder={props.placeholder}
      value={props.value.text}
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
