import { createElement, Fragment, type ReactNode } from 'react';
import classes from './RichText.module.css';
import { pictureName } from './rich-value';

const SHOWN = /^(DIV|P|SPAN|BR|STRONG|B|EM|I|U|S|CODE|PRE|UL|OL|LI|BLOCKQUOTE|TABLE|TBODY|THEAD|TR|TD|TH)$/;
/** What holds no words, or none to be read. */
const HIDDEN = /^(SCRIPT|STYLE|TEMPLATE|SVG|MATH)$/;
const LINK = /^(https?:|mailto:|tel:)/i;

type Props = {
  html: string;
  /** Whether links lead somewhere; not where the text is looked at on the way to something else. */
  links?: boolean;
  /** Where a picture is, by its name in the text; one that is nowhere is left out. */
  picture?: (name: string) => string | undefined;
};

type Shown = Required<Pick<Props, 'links'>> & Pick<Props, 'picture'>;

/** A text with formatting as its reader sees it. It is built anew by an allow-list, whatever the HTML holds. */
export function ShownText({ html, links = true, picture }: Props) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return (
    <div className={`${classes.shown} ${classes.formatted}`}>{within(page.body, { links, picture })}</div>
  );
}

function within(parent: Node, how: Shown): ReactNode[] {
  return [...parent.childNodes].map((node, at) => shown(node, at, how));
}

function shown(node: Node, key: number, how: Shown): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node instanceof HTMLElement)) return null;
  const name = node.tagName;
  if (name === 'BR') return <br key={key} />;
  if (name === 'A') {
    const href = node.getAttribute('href') ?? '';
    const to = how.links && LINK.test(href) ? { href, target: '_blank', rel: 'noreferrer' } : {};
    return (
      <a key={key} {...to}>
        {within(node, how)}
      </a>
    );
  }
  if (name === 'IMG') return pictureOf(node, key, how);
  if (HIDDEN.test(name)) return null;
  // Its words are sent, and so they are shown.
  if (!SHOWN.test(name)) return createElement(Fragment, { key }, within(node, how));
  const start = Number(node.getAttribute('start') ?? Number.NaN);
  const props = name === 'OL' && Number.isInteger(start) ? { key, start } : { key };
  return createElement(name.toLowerCase(), props, within(node, how));
}

/** Only what the text has with it: nothing is loaded from elsewhere. */
function pictureOf(node: HTMLElement, key: number, { picture }: Shown): ReactNode {
  const named = pictureName(node.getAttribute('src'));
  const source = named && picture?.(named);
  if (!source) return null;
  const width = Number(node.getAttribute('width')) || undefined;
  return <img key={key} src={source} alt={node.getAttribute('alt') ?? ''} width={width} />;
}
