import { ActionIcon } from '@mantine/core';
import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IconBold,
  IconBullets,
  IconClearFormat,
  IconCode,
  IconItalic,
  IconLetters,
  IconNumbers,
  IconQuote,
  IconStrike,
  IconUnderline,
} from '../icons';
import { LinkButton } from './LinkButton';
import { PictureButton } from './PictureButton';
import classes from './RichText.module.css';

type Props = {
  editor: Editor;
  linking: boolean;
  onLinking: (open: boolean) => void;
  /** Where pictures can stand in the text. */
  onPictures?: (files: File[]) => void;
};

const MARKS = ['bold', 'italic', 'underline', 'strike', 'code'] as const;
const BLOCKS = ['bulletList', 'orderedList', 'blockquote'] as const;
type Name = (typeof MARKS)[number] | (typeof BLOCKS)[number];

const TOOLS: { name: Name; icon: typeof IconBold; keys: string; run: (editor: Editor) => void }[] = [
  { name: 'bold', icon: IconBold, keys: 'B', run: (editor) => editor.chain().focus().toggleBold().run() },
  {
    name: 'italic',
    icon: IconItalic,
    keys: 'I',
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    name: 'underline',
    icon: IconUnderline,
    keys: 'U',
    run: (editor) => editor.chain().focus().toggleUnderline().run(),
  },
  {
    name: 'strike',
    icon: IconStrike,
    keys: '⇧S',
    run: (editor) => editor.chain().focus().toggleStrike().run(),
  },
  {
    name: 'bulletList',
    icon: IconBullets,
    keys: '⇧8',
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    name: 'orderedList',
    icon: IconNumbers,
    keys: '⇧7',
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    name: 'blockquote',
    icon: IconQuote,
    keys: '⇧B',
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
  { name: 'code', icon: IconCode, keys: 'E', run: (editor) => editor.chain().focus().toggleCode().run() },
];

/** What the text can look like. One stop of the tab key; the arrows go from tool to tool. */
export function Toolbar({ editor, linking, onLinking, onPictures }: Props) {
  const { t } = useTranslation();
  const [unfolded, setUnfolded] = useState(false);
  const active = useEditorState({
    editor,
    selector: ({ editor }) =>
      Object.fromEntries([...MARKS, ...BLOCKS].map((name) => [name, editor.isActive(name)])),
  });
  const clear = () => editor.chain().focus().unsetAllMarks().clearNodes().run();
  return (
    <div
      className={classes.toolbar}
      role="toolbar"
      aria-label={t('richText.tools')}
      data-unfolded={unfolded || undefined}
      onKeyDown={walk}
      // The text keeps the cursor and what is selected in it.
      onMouseDown={(event) => event.preventDefault()}
    >
      <ActionIcon
        size="sm"
        className={classes.fold}
        aria-label={t('richText.tools')}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <IconLetters size={16} />
      </ActionIcon>
      <div className={classes.tools}>
        {TOOLS.map(({ name, icon: Icon, keys, run }) => (
          <ActionIcon
            key={name}
            size="sm"
            className={classes.tool}
            aria-label={t(`richText.${name}`)}
            title={`${t(`richText.${name}`)} (Ctrl+${keys})`}
            aria-pressed={active[name]}
            tabIndex={name === 'bold' ? 0 : -1}
            onClick={() => run(editor)}
          >
            <Icon size={16} />
          </ActionIcon>
        ))}
        <LinkButton editor={editor} opened={linking} onOpen={onLinking} />
        {onPictures && <PictureButton onFiles={onPictures} />}
        <ActionIcon
          size="sm"
          className={classes.tool}
          aria-label={t('richText.clear')}
          title={t('richText.clear')}
          tabIndex={-1}
          onClick={clear}
        >
          <IconClearFormat size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}

/** WAI-ARIA toolbar pattern. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !(event.target instanceof HTMLButtonElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>(`.${classes.tools} button`)];
  const at = buttons.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
