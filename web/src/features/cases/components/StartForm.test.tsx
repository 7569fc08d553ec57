import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Draft } from '@/lib/api/types';
import { show } from '@/test/Render';
import { StartForm } from './StartForm';

type TextProps = {
  ref: Ref<{ focus: () => void }>;
  value: { text: string };
  onChange: (value: { text: string; html: null }) => void;
  onSend: () => void;
};

vi.mock('@tanstack/react-router', () => ({
  useNavigate: () => () => undefined,
  Link: ({ children, ...props }: { children: ReactNode }) => <a {...props}>{children}</a>,
}));
vi.mock('@/components/rich-text/RichText', () => ({
  RichText: ({ ref, value, onChange, onSend }: TextProps) => {
    const field = useRef<HTMLTextAreaElement>(null);
    useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
    return (
      <textarea
        ref={field}
        aria-label="Text"
        value={value.text}
        onChange={(event) => onChange({ text: event.currentTarget.value, html: null })}
        onKeyDown={(event) => event.key === 'Enter' && onSend()}
      />
    );
  },
}));
vi.mock('./StartFields', () => ({ StartFields: () => null }));
vi.mock('./TemplateTools', () => ({ TemplateTools: () => null }));

const name = 'a'.repeat(32);
const begun = {
  version: 3,
  mailbox_id: '1',
  to: ['kari@customer.test'],
  cc: [],
  bcc: [],
  subject: 'Your meter',
  text: 'Hello',
  html: null,
  uploads: [],
  updated_at: '2026-11-29T10:00:00Z',
} as unknown as Draft;

const server = {
  /** What lies under its name, or how asking for it ends. */
  look: (_request: Request): Promise<Response> | Response => Response.json(null),
  /** What a save waits for. */
  held: undefined as Promise<void> | undefined,
  /** The requests that matter, in their order. */
  asked: [] as string[],
  posted: [] as { mail: { text: string }; needs_draft: boolean }[],
  /** As what the server refuses it. */
  refusal: undefined as string | undefined,
};

beforeEach(() => {
  localStorage.clear();
  const quiet = { held: undefined, asked: [], posted: [], refusal: undefined };
  Object.assign(server, { look: () => Response.json(null), ...quiet });
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname.replace('/api/v1', '');
    if (path === '/drafts/new' || path === '/cases/start') server.asked.push(`${request.method} ${path}`);
    if (path === '/cases/start') {
      server.posted.push(JSON.parse(await request.text()));
      if (server.refusal) return Response.json({ code: server.refusal, detail: '' }, { status: 409 });
      return Response.json({ case_id: '7', message_id: '8' });
    }
    // Nothing else is known yet.
    if (path !== '/drafts/new') return new Promise<Response>(() => undefined);
    if (request.method === 'GET') return server.look(request);
    await server.held;
    return Response.json({ version: 1, overwrote: false });
  });
});

function open() {
  const senders = [{ mailbox_id: '1', address: 'post@a.no', name: null }];
  show(<StartForm name={name} senders={senders} begun={begun} asked={[]} />, 'cases_all');
  const send = () => screen.getByRole('button', { name: 'Send' });
  const text = () => screen.getByRole('textbox', { name: 'Text' });
  return { send, text };
}

test('a first mail that was sent elsewhere is held once, is said so beside its button, and goes when its author goes on', async () => {
  const { send, text } = open();
  fireEvent.click(send());
  const notice = await screen.findByRole('alert');
  expect(notice.textContent).toContain('was already sent or thrown away');
  expect(notice.closest('div[class*="foot"]')?.contains(send())).toBe(true);
  // The keyboard is led there, and again where it is sent once more.
  await waitFor(() => expect(document.activeElement).toBe(notice));
  text().focus();
  await waitFor(() => expect(send().hasAttribute('disabled')).toBe(false));
  fireEvent.click(send());
  await waitFor(() => expect(document.activeElement).toBe(notice));
  expect(server.posted).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Go on here' }));
  expect(screen.queryByRole('alert')).toBeNull();
  expect(document.activeElement).toBe(text());
  await waitFor(() => expect(send().hasAttribute('disabled')).toBe(false));
  fireEvent.click(send());
  await waitFor(() => expect(server.posted).toHaveLength(1));
});

test('a mail goes as it stood when it was sent, behind what was on its way, and once', async () => {
  server.look = () => Response.json(begun);
  const { send, text } = open();
  fireEvent.click(send());
  fireEvent.keyDown(text(), { key: 'Enter' });
  fireEvent.change(text(), { target: { value: 'Hello again' } });
  await waitFor(() => expect(server.posted).toHaveLength(1));
  expect(server.posted[0]?.mail.text).toBe('Hello');
  await waitFor(() => expect(send().hasAttribute('disabled')).toBe(false));
  expect(server.asked).toEqual(['GET /drafts/new', 'POST /cases/start']);
});

test('a save that was on its way does not pass for the draft that is gone', async () => {
  vi.useFakeTimers();
  let answer = () => {};
  server.held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.look = () => Response.json({ ...begun, version: 1 });
  const { send, text } = open();
  fireEvent.change(text(), { target: { value: 'Hello again' } });
  await act(() => vi.advanceTimersByTimeAsync(800));
  expect(server.asked).toEqual(['PUT /drafts/new']);
  fireEvent.click(send());
  answer();
  await act(() => vi.advanceTimersByTimeAsync(0));
  vi.useRealTimers();
  await screen.findByRole('alert');
  expect(server.posted).toEqual([]);
});

test('a mail that another window sends after the look is held as one that was gone before, and goes as a new one', async () => {
  server.look = () => Response.json(begun);
  server.refusal = 'draft.gone';
  const { send } = open();
  fireEvent.click(send());
  const notice = await screen.findByRole('alert');
  expect(notice.textContent).toContain('was already sent or thrown away');
  expect(screen.getAllByRole('alert')).toHaveLength(1);
  await waitFor(() => expect(document.activeElement).toBe(notice));
  server.refusal = undefined;
  fireEvent.click(screen.getByRole('button', { name: 'Go on here' }));
  await waitFor(() => expect(send().hasAttribute('disabled')).toBe(false));
  fireEvent.click(send());
  await waitFor(() => expect(server.posted.map(({ needs_draft }) => needs_draft)).toEqual([true, false]));
});

test('where it cannot be known, the mail goes', async () => {
  server.look = () => Promise.reject(new TypeError('offline'));
  const { send } = open();
  fireEvent.click(send());
  await waitFor(() => expect(server.posted).toHaveLength(1));
});

test('a server that does not answer keeps a mail for a while alone', async () => {
  const patience = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(patience.signal);
  server.look = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const { send } = open();
  fireEvent.click(send());
  await waitFor(() => expect(server.asked).toEqual(['GET /drafts/new']));
  // What is on its way is not thrown away any more.
  const discard = screen.getByRole('button', { name: 'Discard the draft' });
  expect([send(), discard].map((button) => button.hasAttribute('disabled'))).toEqual([true, true]);
  patience.abort(new DOMException('', 'TimeoutError'));
  await waitFor(() => expect(server.posted).toHaveLength(1));
  await waitFor(() => expect(send().hasAttribute('disabled')).toBe(false));
});
