import { createElement, Fragment, type ReactNode } from 'react';
import classes from './RichText.module.css';

const SHOWN = /^(DIV|P|SPAN|BR|STRONG|B|EM|I|U|S|CODE|PRE|UL|OL|LI|BLOCKQUOTE|TABLE|TBODY|THEAD|TR|TD|TH)$/;
/** What holds no words, or none to be read. */
const HIDDEN = /^(SCRIPT|STYLE|IMG|TEMPLATE|SVG|MATH)$/;
const LINK = /^(https?:|mailto:|tel:)/i;

type Props = {
  html: string;
  /** Whether links lead somewhere; not where the text is looked at on the way to something else. */
  links?: boolean;
};

/** A text with formatting as its reader sees it. It is built anew by an allow-list, whatever the HTML holds. */
export function ShownText({ html, links = true }: Props) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return <div className={`${classes.shown} ${classes.formatted}`}>{within(page.body, links)}</div>;
}

function within(parent: Node, links: boolean): ReactNode[] {
  return [...parent.childNodes].map((node, at) => shown(node, at, links));
}

function shown(node: Node, key: number, links: boolean): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node instanceof HTMLElement)) return null;
  const name = node.tagName;
  if (name === 'BR') return <br key={key} />;
  if (name === 'A') {
    const href = node.getAttribute('href') ?? '';
    const to = links && LINK.test(href) ? { href, target: '_blank', rel: 'noreferrer' } : {};
    return (
      <a key={key} {...to}>
        {within(node, links)}
      </a>
    );
  }
  if (HIDDEN.test(name)) return null;
  // Its words are sent, and so they are shown.
  if (!SHOWN.test(name)) return createElement(Fragment, { key }, within(node, links));
  const start = Number(node.getAttribute('start') ?? Number.NaN);
  const props = name === 'OL' && Number.isInteger(start) ? { key, start } : { key };
  return createElement(name.toLowerCase(), props, within(node, links));
}
