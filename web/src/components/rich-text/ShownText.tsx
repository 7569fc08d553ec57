import { createElement, type ReactNode } from 'react';
import classes from './RichText.module.css';

const SHOWN = /^(DIV|P|SPAN|BR|STRONG|B|EM|I|U|S|CODE|PRE|UL|OL|LI|BLOCKQUOTE|TABLE|TBODY|THEAD|TR|TD|TH)$/;
const LINK = /^(https?:|mailto:|tel:)/i;

/** A text with formatting as its reader sees it. It is built anew by an allow-list, whatever the HTML holds. */
export function ShownText({ html }: { html: string }) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  return <div className={`${classes.shown} ${classes.formatted}`}>{within(page.body)}</div>;
}

function within(parent: Node): ReactNode[] {
  return [...parent.childNodes].map((node, at) => shown(node, at));
}

function shown(node: Node, key: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
  if (!(node instanceof HTMLElement)) return null;
  const name = node.tagName;
  if (name === 'BR') return <br key={key} />;
  if (name === 'A') {
    const href = node.getAttribute('href') ?? '';
    const to = LINK.test(href) ? { href, target: '_blank', rel: 'noreferrer' } : {};
    return (
      <a key={key} {...to}>
        {within(node)}
      </a>
    );
  }
  if (!SHOWN.test(name)) return null;
  const start = Number(node.getAttribute('start') ?? Number.NaN);
  const props = name === 'OL' && Number.isInteger(start) ? { key, start } : { key };
  return createElement(name.toLowerCase(), props, within(node));
}
