import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { createRef, useState } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import { holdKeys } from '@/lib/shortcuts/held-keys';
import { RichText } from './RichText';
import type { Pictures, RichHandle, RichValue } from './rich-value';

type Options = { value?: RichValue; pictures?: Pictures; onSend?: () => void };

const SOON = { timeout: 10_000 };

// Loading it takes longer than a test waits.
beforeAll(() => import('./Editor'));

/** Shows the field as a form holds it; what it says last is in `said`. */
async function shown({ value = { text: '', html: null }, pictures, onSend }: Options = {}) {
  const handle = createRef<RichHandle>();
  const said: RichValue[] = [];
  let put: (next: RichValue) => void = () => undefined;
  let putPictures: (next: Pictures) => void = () => undefined;
  function Form() {
    const [held, setHeld] = useState(value);
    const [known, setKnown] = useState(pictures);
    put = setHeld;
    putPictures = setKnown;
    return (
      <RichText
        ref={handle}
        name="Your answer"
        rows={{ min: 1, max: 9 }}
        value={held}
        pictures={known}
        onSend={onSend}
        onChange={(next) => {
          said.push(next);
          setHeld(next);
        }}
      />
    );
  }
  render(
    <MantineProvider env="test">
      <Form />
    </MantineProvider>,
  );
  const box = await waitFor(() => {
    const found = screen.getByRole('textbox', { name: 'Your answer' });
    // Until the editor is loaded it is a plain field.
    expect(found.tagName).toBe('DIV');
    return found;
  }, SOON);
  return {
    box,
    handle,
    said,
    put: (next: RichValue) => act(() => put(next)),
    putPictures: (next: Pictures) => act(() => putPictures(next)),
  };
}

test('a text without formatting stays plain, with its lines', async () => {
  const { box, handle, said } = await shown({ value: { text: 'Hei\n\nKari', html: null } });
  expect(box.querySelectorAll('div')).toHaveLength(3);
  act(() => handle.current?.insertInline('!'));
  expect(said.at(-1)?.html).toBeNull();
  expect(said.at(-1)?.text).toContain('!');
});

test('formatting comes with HTML of lines, as a draft brought it', async () => {
  const html = '<div>Hei <strong>Kari</strong></div><div><br></div><ul><li><div>a</div></li></ul>';
  const { box, handle, said } = await shown({ value: { text: 'x', html } });
  expect(box.querySelector('strong')?.textContent).toBe('Kari');
  expect(box.querySelector('li')?.textContent).toBe('a');
  expect(box.querySelectorAll('br'), 'an empty line is one line').toHaveLength(1);
  act(() => handle.current?.insertInline('b'));
  expect(said.at(-1)?.html).toMatch(/<strong>Kari<\/strong><\/div><div><br.*<ul><li><div>/);
});

test('what comes from elsewhere takes the place of what is shown, and is not told of', async () => {
  const { box, said, put } = await shown({ value: { text: 'Hei', html: null } });
  put({ text: '', html: null });
  await waitFor(() => expect(box.textContent).toBe(''));
  put({ text: 'Back', html: '<div><em>Back</em></div>' });
  await waitFor(() => expect(box.querySelector('em')?.textContent).toBe('Back'));
  expect(said).toEqual([]);
});

test('a template stands on lines of its own', async () => {
  const { box, handle } = await shown({ value: { text: 'Hei', html: null } });
  act(() => handle.current?.focus());
  act(() => handle.current?.insert('En\nTo'));
  expect([...box.children].map((line) => line.textContent)).toEqual(['Hei', '', 'En', 'To']);
});

test('a formatted template keeps its formatting', async () => {
  const { box, handle, said } = await shown({ value: { text: 'Hei', html: null } });
  act(() => handle.current?.focus());
  act(() => handle.current?.insert('En\nTo', '<div>En <strong>to</strong></div><div>Tre</div>'));
  expect([...box.children].map((line) => line.textContent)).toEqual(['Hei', '', 'En to', 'Tre']);
  expect(said.at(-1)?.html).toContain('<strong>to</strong>');
});

test('an address that stands there in full is no formatting', async () => {
  const { box, handle, said } = await shown({ value: { text: 'Se https://a.no/b', html: null } });
  expect(box.querySelector('a')?.getAttribute('href')).toBe('https://a.no/b');
  act(() => handle.current?.insertInline('Hei '));
  expect(said.at(-1)?.html).toBeNull();
});

test('Ctrl and Enter sends, and writes no line', async () => {
  const onSend = vi.fn();
  const { box, said } = await shown({ onSend });
  fireEvent.keyDown(box, { key: 'Enter', ctrlKey: true });
  expect(onSend).toHaveBeenCalledOnce();
  expect(said).toEqual([]);
});

test('a picture is named by its upload as soon as that is there, and leaves when it is given up', async () => {
  const begun: Pictures = {
    add: () => [],
    find: () => ({ source: 'blob:x', progress: 0.4, failed: false }),
  };
  const value = { text: 'x', html: '<div>Se <img src="cid:k0" alt="a.png"><img src="cid:k1"></div>' };
  const { said, putPictures } = await shown({ value, pictures: begun });
  expect(await screen.findAllByText('Uploading: 40 %')).toHaveLength(2);
  putPictures({
    ...begun,
    find: (name) =>
      name === 'k1' ? undefined : { source: 'blob:x', upload: '77', progress: 1, failed: false },
  });
  await waitFor(() => expect(said.at(-1)?.html).toBe('<div>Se <img src="cid:77" alt="a.png"></div>'));
});

test('keys between the plain field and the editor are written, and are no shortcuts', async () => {
  const shortcut = vi.fn();
  document.addEventListener('keydown', shortcut);
  holdKeys();
  for (const key of ['H', 'e', 'i']) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
  const { said } = await shown();
  expect(said.at(-1)?.text).toBe('Hei');
  expect(shortcut).not.toHaveBeenCalled();
  document.removeEventListener('keydown', shortcut);
});
