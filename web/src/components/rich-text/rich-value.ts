// What is written with formatting, and what an editor needs around it.

/** A text; `html` is there only where it has formatting, which the server then makes the text of. */
export type RichValue = { text: string; html: string | null };

export type RichHandle = {
  focus: () => void;
  /** Puts a text where the cursor stands, on lines of its own; with its formatting, where it has any. */
  insert: (text: string, html?: string | null) => void;
  /** Puts a few words where the cursor stands, within the line. */
  insertInline: (text: string) => void;
};

/** A picture of the text while it uploads and after. */
export type Picture = {
  /** Where it can be seen; the browser's own copy until the server has it. */
  source: string;
  /** The upload, once it is there. */
  upload?: string;
  /** The share that is sent, from 0 to 1. */
  progress: number;
  failed: boolean;
};

export type Pictures = {
  /** Begins to upload; gives each one's key, by which the text names it until it has an id. */
  add: (files: File[]) => string[];
  /** By key or by the id of its upload. */
  find: (name: string) => Picture | undefined;
};

export type RichTextProps = {
  value: RichValue;
  onChange: (value: RichValue) => void;
  /** The name of the field, for those who do not see where it stands. */
  name: string;
  /** A label above it. */
  label?: string;
  description?: string;
  error?: string;
  /** The language that is written in it. */
  lang?: string;
  placeholder?: string;
  rows: { min: number; max: number };
  /** How much of the page's foot stands before what is written, pixels: the cursor is kept above it. */
  roomBelow?: number;
  /** Ctrl+Enter. */
  onSend?: () => void;
  /** Where pictures can stand in it. */
  pictures?: Pictures;
  /** Files that were pasted or dropped and are no pictures. */
  onFiles?: (files: File[]) => void;
};

/** Pictures that are only dots: the server takes no others into a text. */
const RASTER = /^image\/(png|jpeg|gif|webp)$/;

export function isRaster(file: { type: string }): boolean {
  return RASTER.test(file.type);
}

/** How the text names a picture: its upload, or the key that it has before. */
const NAMED = /^cid:(k?\d+)$/;

export function pictureName(source: string | null): string | undefined {
  return NAMED.exec(source ?? '')?.[1];
}

/** The uploads that a text shows, each once. */
export function picturesIn(html: string | null): string[] {
  const found = (html ?? '').matchAll(/<img\b[^>]*?\ssrc="cid:(\d+)"/g);
  return [...new Set([...found].map((match) => match[1] ?? ''))];
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
}

/** An address of the web; a full stop or comma at its end belongs to the sentence around it. */
const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^]*[^\s<>"'`{}|\\^.,;:!?)]/g;

/** Plain text as an editor holds it: a line is a line, and an address leads somewhere. */
export function linesToHtml(text: string): string {
  const line = (words: string) => {
    let [html, from] = ['', 0];
    for (const { 0: address, index } of words.matchAll(ADDRESS)) {
      html += `${escaped(words.slice(from, index))}<a href="${escaped(address)}">${escaped(address)}</a>`;
      from = index + address.length;
    }
    return `<div>${html}${escaped(words.slice(from))}</div>`;
  };
  return text
    .split(/\r\n?|\n/)
    .map(line)
    .join('');
}

/** HTML as the editor reads it: the break that keeps an empty line's height would be a second line there. */
export function htmlForEditor(html: string): string {
  return html.replaceAll('<div><br></div>', '<div></div>');
}

/** As mails carry it: an empty line keeps its height, and nothing hangs below the last one. */
export function htmlForMail(html: string): string {
  return html.replace(/(<div><\/div>)+$/, '').replaceAll('<div></div>', '<div><br></div>');
}
