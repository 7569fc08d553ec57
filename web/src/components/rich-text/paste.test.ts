import { Schema } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { expect, test, vi } from 'vitest';
import { pasteAndDrop } from './paste';

const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { content: 'inline*' },
    text: { group: 'inline' },
    picture: { group: 'inline', inline: true, attrs: { name: {}, alt: {} } },
  },
});

function shown() {
  const view = {
    state: EditorState.create({ schema }),
    dispatch: vi.fn((tr) => {
      view.state = view.state.apply(tr);
    }),
  };
  const add = vi.fn((files: File[]) => files.map((_, at) => `k${at}`));
  const onFiles = vi.fn();
  const onLost = vi.fn();
  const wanted = { current: { pictures: { add, find: () => undefined }, onFiles } };
  return { view: view as unknown as EditorView, add, onFiles, onLost, ...pasteAndDrop(wanted, onLost) };
}

const picture = new File(['x'], 'skjerm.png', { type: 'image/png' });
const pdf = new File(['x'], 'a.pdf', { type: 'application/pdf' });

function pasted(files: File[], html = '') {
  const data = { files, getData: () => html };
  return { clipboardData: data, preventDefault: vi.fn() } as unknown as ClipboardEvent;
}

test('a picture goes into the text, another file among the files', () => {
  const { view, handlePaste, add, onFiles } = shown();
  expect(handlePaste(view, pasted([picture, pdf]))).toBe(true);
  expect(add).toHaveBeenCalledWith([picture]);
  expect(onFiles).toHaveBeenCalledWith([pdf]);
  expect(view.state.doc.toString()).toBe('doc(paragraph(picture))');
  expect(view.state.doc.nodeAt(1)?.attrs).toEqual({ name: 'k0', alt: 'skjerm.png' });
});

test('words that come with a picture of themselves are pasted as words', () => {
  const { view, handlePaste, add } = shown();
  expect(handlePaste(view, pasted([picture], '<p>Ord</p>'))).toBe(false);
  expect(add).not.toHaveBeenCalled();
});

test('pictures that could not come along are told of, those in the page itself are taken', () => {
  const { transformPastedHTML, add, onLost } = shown();
  const html = transformPastedHTML(
    '<p>a<img src="data:image/png;base64,AAAA"><img src="file:///c/1.png"></p>',
  );
  expect(html).toBe('<div>a<img src="cid:k0"></div>');
  expect(add.mock.calls[0]?.[0][0]).toMatchObject({ type: 'image/png', size: 3 });
  expect(onLost).toHaveBeenCalledWith(1);
});

test('plain text keeps its blank lines', () => {
  const { view, clipboardTextParser } = shown();
  expect(clipboardTextParser('a\r\n\r\nb', null, true, view).content.toString()).toBe(
    '<paragraph("a"), paragraph, paragraph("b")>',
  );
});
