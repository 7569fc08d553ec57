// What stands in the editor, and pictures whose upload has arrived.
import type { Editor } from '@tiptap/react';
import { htmlForMail, type Pictures, type RichValue } from './rich-value';

const PLAIN = new Set(['doc', 'paragraph', 'text', 'hardBreak']);
/** As wide as a mail is read; a screenshot has twice the dots. */
const PICTURE_WIDTH_MAX = 640;

/** The text, and its HTML where it has any formatting: a mail without goes as plain as it was written. */
export function valueIn(editor: Editor): RichValue {
  const text = editor.getText({ blockSeparator: '\n' });
  if (!isFormatted(editor)) return { text: text.trim() === '' ? '' : text, html: null };
  return { text, html: htmlForMail(editor.getHTML()) };
}

function isFormatted(editor: Editor): boolean {
  let found = false;
  editor.state.doc.descendants((node) => {
    if (!PLAIN.has(node.type.name)) found = true;
    for (const mark of node.marks) {
      // An address that stands there in full is a link in every mail program.
      if (mark.type.name !== 'link' || mark.attrs.href !== node.text) found = true;
    }
    return !found;
  });
  return found;
}

/** Names pictures by their uploads as soon as these are there; one whose upload was given up leaves the text. */
export function settlePictures(editor: Editor, pictures: Pictures, widths: Map<string, number>): void {
  const { tr, doc } = editor.state;
  const gone: number[] = [];
  doc.descendants((node, at) => {
    if (node.type.name !== 'picture') return;
    const { name, width } = node.attrs;
    const picture = pictures.find(name);
    if (!picture) {
      // A draft's own pictures come a moment after its text.
      if (!/^\d+$/.test(name)) gone.push(at);
      return;
    }
    const { upload } = picture;
    if (!upload || upload === name) return;
    const seen = widths.get(name);
    const fitting = width ?? (seen ? Math.min(seen, PICTURE_WIDTH_MAX) : null);
    tr.setNodeMarkup(at, undefined, { ...node.attrs, name: upload, width: fitting });
  });
  for (const at of gone.reverse()) tr.delete(at, at + 1);
  if (tr.docChanged) editor.view.dispatch(tr.setMeta('addToHistory', false));
}
