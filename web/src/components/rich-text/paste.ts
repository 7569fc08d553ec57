// What is pasted into the text or dropped on it: HTML that is cleaned, pictures that upload, files that are attached.
import { Slice } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import type { RefObject } from 'react';
import { cleaned } from './clean';
import { isRaster, type RichTextProps } from './rich-value';

type Wanted = Pick<RichTextProps, 'pictures' | 'onFiles'>;

/** Handlers for the editor; `onLost` hears how many pictures could not come along. */
export function pasteAndDrop(wanted: RefObject<Wanted>, onLost: (lost: number) => void) {
  return {
    transformPastedHTML: (html: string) => {
      // Our own copies are as we wrote them.
      if (/\sdata-pm-slice=/.test(html)) return html;
      const take = (dataUrl: string) => {
        const file = pictureOf(dataUrl);
        return file && wanted.current.pictures?.add([file])[0];
      };
      const { html: clean, lost } = cleaned(html, take);
      if (lost > 0) onLost(lost);
      return clean;
    },
    /** Plain text keeps its blank lines. */
    clipboardTextParser: (text: string, _context: unknown, _plain: boolean, view: EditorView) => {
      const { schema } = view.state;
      const line = (words: string) => schema.node('paragraph', null, words ? [schema.text(words)] : []);
      const lines = text.split(/\r\n?|\n/).map(line);
      return new Slice(schema.node('doc', null, lines).content, 1, 1);
    },
    handlePaste: (view: EditorView, event: ClipboardEvent) => {
      const data = event.clipboardData;
      const files = [...(data?.files ?? [])];
      // Word and spreadsheets bring a picture of the text beside the text.
      if (files.length === 0 || hasWords(data?.getData('text/html') ?? '')) return false;
      event.preventDefault();
      return takeFiles(view, files, view.state.selection.from, wanted.current);
    },
    handleDrop: (view: EditorView, event: DragEvent) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
      if (files.length === 0 || at === undefined) return false;
      event.preventDefault();
      return takeFiles(view, files, at, wanted.current);
    },
  };
}

function hasWords(html: string): boolean {
  if (html === '') return false;
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return (body.textContent ?? '').trim() !== '';
}

/** Pictures go into the text where it can have them, all else among the files. */
function takeFiles(view: EditorView, files: File[], at: number, { pictures, onFiles }: Wanted): boolean {
  const shown = pictures ? files.filter(isRaster) : [];
  const others = files.filter((file) => !shown.includes(file));
  if (others.length > 0) onFiles?.(others);
  const keys = pictures && shown.length > 0 ? pictures.add(shown) : [];
  const type = view.state.schema.nodes.picture;
  if (!type || keys.length === 0) return others.length > 0;
  const nodes = keys.map((key, place) => type.create({ name: key, alt: shown[place]?.name ?? '' }));
  view.dispatch(view.state.tr.insert(at, nodes).scrollIntoView());
  return true;
}

/** RFC 2397: a picture that stands in an address. */
function pictureOf(dataUrl: string): File | undefined {
  const [, type, data] =
    /^data:(image\/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]+)$/.exec(dataUrl) ?? [];
  if (!type || !data) return undefined;
  try {
    const bytes = Uint8Array.from(atob(data.replace(/\s/g, '')), (sign) => sign.charCodeAt(0));
    return new File([bytes], `picture.${type.slice('image/'.length)}`, { type });
  } catch {
    return undefined;
  }
}
