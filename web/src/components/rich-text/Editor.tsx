import { InputBase } from '@mantine/core';
import { EditorContent, useEditor } from '@tiptap/react';
import {
  type CSSProperties,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { areKeysHeld, heldKeys } from '@/lib/shortcuts/held-keys';
import { notifyNote } from '../problem/notify';
import { settlePictures, valueIn } from './editor-value';
import { extensions } from './extensions';
import { leadFor } from './insertion';
import { PicturesContext } from './PictureView';
import { pasteAndDrop } from './paste';
import classes from './RichText.module.css';
import {
  htmlForEditor,
  linesToHtml,
  type RichHandle,
  type RichTextProps,
  type RichValue,
} from './rich-value';
import { Toolbar } from './Toolbar';

type Props = RichTextProps & { handle: Ref<RichHandle>; wasFocused: () => boolean };

const PARSE = { preserveWhitespace: 'full' } as const;

function contentOf({ text, html }: RichValue): string {
  return html === null ? linesToHtml(text) : htmlForEditor(html);
}

/** A text with formatting; its own chunk, loaded when somebody can write. */
export default function Editor(props: Props) {
  const { t } = useTranslation();
  const { value, name, rows, pictures, roomBelow = 0 } = props;
  const latest = useRef(props);
  latest.current = props;
  const shown = useRef(value);
  const widths = useRef(new Map<string, number>());
  const [linking, setLinking] = useState(false);
  // Asked once, as the plain field gives way.
  const [takesFocus] = useState(props.wasFocused);
  const id = useId();

  const editor = useEditor({
    extensions,
    content: contentOf(value),
    parseOptions: PARSE,
    autofocus: takesFocus ? 'end' : false,
    editorProps: {
      scrollThreshold: { top: 0, right: 0, left: 0, bottom: roomBelow },
      scrollMargin: { top: 5, right: 5, left: 5, bottom: roomBelow + 5 },
      attributes: () => {
        const { description, error, lang } = latest.current;
        const described = [description && `${id}-description`, error && `${id}-error`].filter(Boolean);
        return {
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': name,
          class: `${classes.text} ${classes.formatted}`,
          ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
          ...(error && { 'aria-invalid': 'true' }),
          ...(lang && { lang }),
        };
      },
      handleKeyDown: (view, event) => {
        if (event.key === 'Escape') {
          view.dom.blur();
          return true;
        }
        const withKey = event.ctrlKey || event.metaKey;
        if (withKey && event.key === 'Enter') {
          latest.current.onSend?.();
          return true;
        }
        if (withKey && event.key.toLowerCase() === 'k') {
          event.preventDefault();
          setLinking(true);
          return true;
        }
        return false;
      },
      ...pasteAndDrop(latest, (lost) => notifyNote(t('richText.picturesLost', { count: lost }))),
    },
    onUpdate: ({ editor }) => {
      shown.current = valueIn(editor);
      latest.current.onChange(shown.current);
    },
  });

  // At once, and not when the editor has time: what was typed since the plain field is gone comes first.
  useEffect(() => {
    if (editor.isDestroyed || !areKeysHeld()) return;
    editor.commands.setTextSelection(editor.state.doc.content.size);
    editor.view.dom.focus({ preventScroll: true });
    const [first, ...lines] = heldKeys().split('\n');
    if (first) editor.commands.insertContent({ type: 'text', text: first });
    for (const line of lines) {
      editor.commands.splitBlock();
      if (line) editor.commands.insertContent({ type: 'text', text: line });
    }
  }, [editor]);

  // An editor that took long to appear was made anew meanwhile, and the first one is gone.
  // What comes from elsewhere, a draft or nothing after sending, takes the place of what is shown.
  const { text, html } = value;
  useEffect(() => {
    if (editor.isDestroyed || (shown.current.text === text && shown.current.html === html)) return;
    shown.current = { text, html };
    editor.commands.setContent(contentOf({ text, html }), { emitUpdate: false, parseOptions: PARSE });
  }, [editor, text, html]);

  useEffect(() => {
    if (pictures && !editor.isDestroyed) settlePictures(editor, pictures, widths.current);
  }, [editor, pictures]);

  useImperativeHandle(props.handle, () => ({
    focus: () => editor.commands.focus('end'),
    insert: (text, html) => {
      const before = editor.state.doc.textBetween(0, editor.state.selection.from, '\n');
      // A line of its own begins where lines are put in; only the empty one is left to add.
      const lead = leadFor(before).slice(-1);
      const lines = html ? (lead && '<div></div>') + htmlForEditor(html) : linesToHtml(lead + text);
      editor.chain().focus().insertContent(lines, { parseOptions: PARSE }).run();
    },
    insertInline: (text) => void editor.chain().focus().insertContent({ type: 'text', text }).run(),
  }));

  const context = useMemo(
    () => ({ pictures, onWidth: (name: string, width: number) => void widths.current.set(name, width) }),
    [pictures],
  );
  const addPictures = (files: File[]) => {
    const keys = pictures?.add(files) ?? [];
    const nodes = keys.map((key, at) => ({
      type: 'picture',
      attrs: { name: key, alt: files[at]?.name ?? '' },
    }));
    editor.chain().focus().insertContent(nodes).run();
  };
  const isEmpty = text === '' && html === null;
  return (
    <PicturesContext.Provider value={context}>
      <InputBase
        component="div"
        multiline
        id={id}
        error={props.error}
        label={props.label}
        labelProps={{ labelElement: 'div' }}
        description={props.description}
        classNames={{ input: classes.frame }}
        data-frame
        style={{ '--rows-min': rows.min, '--rows-max': rows.max } as CSSProperties}
        data-empty={isEmpty || undefined}
      >
        {isEmpty && (
          <span className={classes.placeholder} aria-hidden>
            {props.placeholder}
          </span>
        )}
        <EditorContent editor={editor} />
        <Toolbar
          editor={editor}
          linking={linking}
          onLinking={setLinking}
          onPictures={pictures && addPictures}
        />
      </InputBase>
    </PicturesContext.Provider>
  );
}
