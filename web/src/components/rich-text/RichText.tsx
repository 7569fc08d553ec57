import { InputBase } from '@mantine/core';
import {
  Component,
  type CSSProperties,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useImperativeHandle,
  useRef,
} from 'react';
import { PlainText } from './PlainText';
import classes from './RichText.module.css';
import type { RichHandle, RichTextProps } from './rich-value';

const Editor = lazy(() => import('./Editor'));

/** Where a mail is written. The editor is loaded by itself, and what was written is seen until it is there. */
export function RichText({ ref, ...props }: RichTextProps & { ref?: Ref<RichHandle> }) {
  const inner = useRef<RichHandle>(null);
  const wantsFocus = useRef(false);
  useImperativeHandle(ref, () => ({
    focus: () => {
      if (inner.current) inner.current.focus();
      else wantsFocus.current = true;
    },
    insert: (text) => inner.current?.insert(text),
    insertInline: (text) => inner.current?.insertInline(text),
  }));
  return (
    <Unloaded fallback={<PlainText {...props} handle={inner} />}>
      <Suspense fallback={<Waiting {...props} />}>
        <Editor {...props} handle={inner} autoFocus={wantsFocus.current} />
      </Suspense>
    </Unloaded>
  );
}

function Waiting({ value, label, description, placeholder, rows }: RichTextProps) {
  return (
    <InputBase
      component="div"
      multiline
      aria-busy
      label={label}
      labelProps={{ labelElement: 'div' }}
      description={description}
      classNames={{ input: classes.frame }}
      style={{ '--rows-min': rows.min, '--rows-max': rows.max } as CSSProperties}
    >
      <div className={classes.text} data-waiting>
        {value.text || <span className={classes.placeholder}>{placeholder}</span>}
      </div>
    </InputBase>
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
