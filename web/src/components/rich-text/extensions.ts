// What can stand in a mail that is written here: little enough that every mail program shows it alike.
import { mergeAttributes, Node } from '@tiptap/core';
import { ReactNodeViewRenderer } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { PictureView } from './PictureView';
import { pictureName } from './rich-value';

/** A line. Mail programs agree about `div`; the margins of `p` are each one's own. */
const Line = Node.create({
  name: 'paragraph',
  priority: 1000,
  group: 'block',
  content: 'inline*',
  parseHTML: () => [{ tag: 'div' }, { tag: 'p' }],
  renderHTML: ({ HTMLAttributes }) => ['div', HTMLAttributes, 0],
});

/** A picture, by the key or the id of its upload. */
const PictureNode = Node.create({
  name: 'picture',
  group: 'inline',
  inline: true,
  atom: true,
  draggable: true,
  addAttributes: () => ({
    name: {
      parseHTML: (element) => pictureName(element.getAttribute('src')) ?? null,
      renderHTML: ({ name }) => (name ? { src: `cid:${name}` } : {}),
    },
    alt: { default: '' },
    width: { default: null },
  }),
  parseHTML: () => [
    {
      tag: 'img[src]',
      // Only those that are ours: nothing is loaded from elsewhere because of a paste.
      getAttrs: (element) => (pictureName(element.getAttribute('src')) ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => ['img', mergeAttributes(HTMLAttributes)],
  renderText: ({ node }) => (node.attrs.alt ? `[${node.attrs.alt}]` : ''),
  addNodeView: () => ReactNodeViewRenderer(PictureView),
});

export const extensions = [
  StarterKit.configure({
    paragraph: false,
    heading: false,
    horizontalRule: false,
    trailingNode: false,
    codeBlock: { exitOnTripleEnter: true },
    link: {
      openOnClick: false,
      defaultProtocol: 'https',
      protocols: ['http', 'https', 'mailto', 'tel'],
      isAllowedUri: (url) => /^(https?:|mailto:|tel:)/i.test(url) || /^[^:]+\.[^:]+$/.test(url),
      HTMLAttributes: { target: null, rel: null, class: null },
    },
  }),
  Line,
  PictureNode,
];
