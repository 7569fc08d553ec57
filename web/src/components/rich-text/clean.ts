// HTML that was pasted, from Word, Outlook, a spreadsheet or a web page: what a mail can say with it is kept, by an
// allow-list, and how it looked there is left behind.
import { isWordItem, marginOfWord, readWordItem, type WordItem } from './word';

export type Cleaned = {
  html: string;
  /** Pictures that could not come along. */
  lost: number;
};

/** Gives the name of a picture that stands in the HTML itself, or none where it cannot be taken over. */
export type TakePicture = (dataUrl: string) => string | undefined;

const DROPPED =
  /^(SCRIPT|STYLE|META|LINK|TITLE|HEAD|IFRAME|OBJECT|EMBED|SVG|MATH|VIDEO|AUDIO|CANVAS|TEMPLATE|NOSCRIPT|SELECT|TEXTAREA|INPUT|BUTTON|XML)$/i;
const BLOCKS =
  /^(P|DIV|H[1-6]|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|ADDRESS|FIGURE|FIGCAPTION|CENTER|TABLE|TBODY|THEAD|TFOOT|TR|CAPTION|DL|DT|DD|FIELDSET|FORM|DETAILS|SUMMARY|HR)$/;
const LINK = /^(https?:|mailto:|tel:)/i;

/** Cleans it into lines, lists, quotes, links and the few marks that a mail keeps. */
export function cleaned(html: string, takePicture: TakePicture = () => undefined): Cleaned {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const writer = new Writer(document.implementation.createHTMLDocument(''), takePicture);
  writer.margin = marginOfWord(html);
  writer.children(page.body, []);
  return { html: writer.result(), lost: writer.lost };
}

type Mark = { name: string; href?: string };

class Writer {
  lost = 0;
  margin: number | undefined;
  private readonly root: HTMLElement;
  private container: HTMLElement;
  private line: HTMLElement | null = null;
  private gap = false;
  private readonly word: HTMLElement[] = [];

  constructor(
    private readonly page: Document,
    private readonly takePicture: TakePicture,
  ) {
    this.root = page.createElement('div');
    this.container = this.root;
  }

  result(): string {
    this.endLine();
    return this.root.innerHTML;
  }

  children(node: Node, marks: Mark[]): void {
    for (const child of node.childNodes) this.node(child, marks);
  }

  private node(node: Node, marks: Mark[]): void {
    if (node.nodeType === 3) this.text(node.nodeValue ?? '', marks);
    else if (node.nodeType === 1) this.element(node as HTMLElement, marks);
  }

  private element(element: HTMLElement, marks: Mark[]): void {
    const style = element.getAttribute('style') ?? '';
    if (DROPPED.test(element.tagName) || /mso-list:\s*ignore|display:\s*none/i.test(style)) return;
    const inner = withMarks(element, style, marks);
    if (isWordItem(element)) {
      this.wordItem(readWordItem(element), element, inner);
      return;
    }
    const isBlock = BLOCKS.test(element.tagName);
    if (isBlock) this.word.length = 0;
    switch (element.tagName) {
      case 'BR':
        this.begin();
        this.endLine(true);
        break;
      case 'IMG':
        this.picture(element);
        break;
      case 'PRE':
        this.code(element);
        break;
      case 'UL':
      case 'OL':
      case 'BLOCKQUOTE':
      case 'LI':
        this.within(element, inner);
        break;
      case 'TD':
      case 'TH':
        if (this.line?.hasChildNodes()) this.append(' | ', marks);
        this.children(element, inner);
        break;
      default:
        if (isBlock) this.block(element, style, inner);
        else this.children(element, inner);
    }
  }

  private block(element: HTMLElement, style: string, marks: Mark[]): void {
    this.endLine();
    const isHeading = /^H[1-6]$/.test(element.tagName);
    const isParagraph = isHeading || element.tagName === 'P';
    if (isHeading && this.container.hasChildNodes()) this.gap = true;
    this.children(element, marks);
    // What was only a blank stands for an empty line.
    if (isParagraph && !this.line && isBlank(element)) this.begin();
    this.endLine(isParagraph);
    if (isParagraph && this.hasMargin(element, style)) this.gap = true;
  }

  /** A paragraph that had room below it gets an empty line, since our lines have none. */
  private hasMargin(element: HTMLElement, style: string): boolean {
    const own = /margin(?:-bottom)?:\s*([^;]+)/i.exec(style)?.[1];
    if (own !== undefined) {
      const parts = own.trim().split(/\s+/);
      return Number.parseFloat(/margin-bottom/i.test(style) ? own : (parts[2] ?? parts[0] ?? '0')) > 0;
    }
    if (/^Mso/i.test(element.className)) return (this.margin ?? 0) > 0;
    return element.parentElement?.tagName !== 'LI';
  }

  private within(element: HTMLElement, marks: Mark[]): void {
    this.endLine();
    const isItem = element.tagName === 'LI';
    // A list within a list stands in an item of it.
    const isStray = !isItem && /^(UL|OL)$/.test(this.container.tagName);
    const before = this.container;
    if (isItem && !/^(UL|OL)$/.test(before.tagName)) {
      this.children(element, marks);
      return;
    }
    const parent = isStray
      ? (before.lastElementChild ?? before.appendChild(this.page.createElement('li')))
      : before;
    const made = this.page.createElement(element.tagName.toLowerCase());
    const start = element.getAttribute('start');
    if (start && /^\d{1,6}$/.test(start)) made.setAttribute('start', start);
    this.spaced(parent);
    parent.append(made);
    this.container = made;
    this.gap = false;
    this.children(element, marks);
    this.endLine();
    this.gap = false;
    if (isItem && !made.hasChildNodes()) this.begin();
    this.endLine(true);
    this.container = before;
    if (!made.hasChildNodes()) made.remove();
  }

  private wordItem(item: WordItem, element: HTMLElement, marks: Mark[]): void {
    this.endLine();
    this.gap = false;
    this.word.length = Math.min(this.word.length, item.level);
    while (this.word.length < item.level) {
      const list = this.page.createElement(item.ordered ? 'ol' : 'ul');
      const above = this.word.at(-1);
      if (above) (above.lastElementChild ?? above.appendChild(this.page.createElement('li'))).append(list);
      else this.container.append(list);
      this.word.push(list);
    }
    const before = this.container;
    this.container = this.page.createElement('li');
    this.word.at(-1)?.append(this.container);
    this.children(element, marks);
    if (!this.container.hasChildNodes()) this.begin();
    this.endLine(true);
    this.container = before;
  }

  private code(element: HTMLElement): void {
    this.endLine();
    this.spaced(this.container);
    const made = this.page.createElement('pre');
    made.append(this.page.createElement('code'));
    made.firstElementChild?.append(element.textContent ?? '');
    this.container.append(made);
  }

  private picture(element: HTMLElement): void {
    const source = element.getAttribute('src') ?? '';
    const name = source.startsWith('data:') ? this.takePicture(source) : undefined;
    if (!name) {
      // Dots that only count readers, and lines of the page's design, are no loss.
      const size = Number(element.getAttribute('width') ?? 99);
      if (size > 2) this.lost += 1;
      return;
    }
    const made = this.page.createElement('img');
    made.setAttribute('src', `cid:${name}`);
    for (const kept of ['alt', 'width']) {
      const value = element.getAttribute(kept);
      if (value && (kept === 'alt' || /^\d{1,4}$/.test(value))) made.setAttribute(kept, value);
    }
    this.begin().append(made);
  }

  private text(text: string, marks: Mark[]): void {
    const words = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
    if (!this.line && words.trim() === '') return;
    this.append(this.line?.hasChildNodes() ? words : words.trimStart(), marks);
  }

  private append(words: string, marks: Mark[]): void {
    const line = this.begin();
    if (words === ' ' && line.textContent?.endsWith(' ')) return;
    let made: Node = this.page.createTextNode(words);
    for (const { name, href } of [...marks].reverse()) {
      const around = this.page.createElement(name);
      if (href) around.setAttribute('href', href);
      around.append(made);
      made = around;
    }
    line.append(made);
  }

  private begin(): HTMLElement {
    if (this.line) return this.line;
    this.spaced(this.container);
    this.line = this.page.createElement('div');
    this.container.append(this.line);
    return this.line;
  }

  private spaced(container: Element): void {
    if (this.gap && container === this.container && container.hasChildNodes()) {
      const last = container.lastElementChild;
      if (last?.tagName !== 'DIV' || last.hasChildNodes()) container.append(this.page.createElement('div'));
    }
    this.gap = false;
  }

  /** `meant` keeps a line that nothing stands in. */
  private endLine(meant = false): void {
    const { line } = this;
    this.line = null;
    if (!line) return;
    const isEmpty = line.textContent?.trim() === '' && !line.querySelector('img');
    if (isEmpty) line.replaceChildren();
    if (isEmpty && !meant) line.remove();
  }
}

function isBlank(element: HTMLElement): boolean {
  return /^[\s\u00a0]*$/.test(element.textContent ?? '') && !element.querySelector('img,br');
}

/** The marks within an element: those that it is, and those that its style says. */
function withMarks(element: HTMLElement, style: string, marks: Mark[]): Mark[] {
  const next = [...marks];
  const add = (name: string, href?: string) => {
    if (!next.some((mark) => mark.name === name)) next.push({ name, href });
  };
  const isPlain = /font-weight:\s*(normal|[1-4]00)/i.test(style);
  const tag = element.tagName;
  if ((/^(B|STRONG|H[1-6]|TH)$/.test(tag) || /font-weight:\s*(bold|[6-9]00)/i.test(style)) && !isPlain)
    add('strong');
  if (/^(I|EM|CITE)$/.test(tag) || /font-style:\s*italic/i.test(style)) add('em');
  if (/^(S|STRIKE|DEL)$/.test(tag) || /text-decoration[^;]*line-through/i.test(style)) add('s');
  const href = tag === 'A' ? (element.getAttribute('href') ?? '').trim() : '';
  if (LINK.test(href)) add('a', href);
  else if (tag === 'U' || /text-decoration[^;]*underline/i.test(style)) add('u');
  if (/^(CODE|KBD|SAMP|TT)$/.test(tag)) add('code');
  return next;
}
