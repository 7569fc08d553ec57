import { Component, lazy, type ReactNode, type Ref, Suspense, useImperativeHandle, useRef } from 'react';
import { PlainText } from './PlainText';
import type { RichHandle, RichTextProps } from './rich-value';

const Editor = lazy(() => import('./Editor'));

/**
 * Where a mail is written. The editor is loaded by itself; until it is there, and where it cannot be loaded, the
 * words are written without formatting, so that nobody waits for it.
 */
export function RichText({ ref, ...props }: RichTextProps & { ref?: Ref<RichHandle> }) {
  const inner = useRef<RichHandle>(null);
  const isFocused = useRef(false);
  useImperativeHandle(ref, () => ({
    focus: () => inner.current?.focus(),
    insert: (text, html) => inner.current?.insert(text, html),
    insertInline: (text) => inner.current?.insertInline(text),
  }));
  const plain = {
    ...props,
    handle: inner,
    onFocused: (focused: boolean) => {
      isFocused.current = focused;
    },
  };
  return (
    <Unloaded fallback={<PlainText {...plain} />}>
      {/* What has formatting is only read until the editor can keep it. */}
      <Suspense fallback={<PlainText {...plain} readOnly={props.value.html !== null} />}>
        <Editor {...props} handle={inner} wasFocused={() => isFocused.current} />
      </Suspense>
    </Unloaded>
  );
}

/** Catches an editor that could not be loaded, as after an update of the server. */
class Unloaded extends Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
