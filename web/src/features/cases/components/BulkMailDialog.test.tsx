import { act, fireEvent, renderHook, screen, waitFor } from '@testing-library/react';
import type { ReactNode, Ref } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import { useUnsaved } from '@/lib/drafts/unsaved';
import { isClosing } from '@/lib/mail/closing-many';
import { furtherOf, MANY, type Many, manyOf } from '@/lib/mail/many';
import { wayBackOf } from '@/lib/mail/ways-back';
import { show } from '@/test/Render';
import { BulkMailDialog } from './BulkMailDialog';

type TextProps = {
  ref: Ref<HTMLTextAreaElement>;
  value: { text: string };
  onChange: (value: { text: string; html: null }) => void;
};
type Undo = { seconds: number; title: string; onUndo: () => void };

const told = vi.hoisted(() => ({ done: [] as string[], undo: [] as unknown[], problems: [] as unknown[] }));

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, ...props }: { children: ReactNode }) => <a {...props}>{children}</a>,
}));
vi.mock('@/components/rich-text/RichText', () => ({
  RichText: ({ ref, value, onChange }: TextProps) => (
    <textarea
      ref={ref}
      aria-label="Text"
      value={value.text}
      onChange={(event) => onChange({ text: event.currentTarget.value, html: null })}
    />
  ),
}));
vi.mock('@/components/problem/notify', async (original) => ({
  ...(await original<object>()),
  notifyDone: (message: string) => void told.done.push(message),
  notifyProblem: (problem: unknown) => void told.problems.push(problem),
  notifyNote: (message: string) => void told.done.push(message),
}));
vi.mock('./UndoToast', () => ({
  notifyUndo: (undo: unknown) => {
    told.undo.push(undo);
    return () => undefined;
  },
}));
vi.mock('./FromChoice', () => ({ FromChoice: () => null }));

const begun = {
  version: 3,
  mailbox_id: null,
  mode: 'new',
  to: ['boss@house.test'],
  cc: [],
  bcc: [],
  subject: '',
  text: 'Look at [[case.number]]',
  html: null,
  signature: 'mailbox',
  from: null,
  template_id: null,
  needs_tls: true,
  tls_throughout: false,
  receipt: true,
  files_as_links: false,
  uploads: [{ id: '9', name: 'terms.pdf', media_type: 'application/pdf', size_octets: 10 }],
  updated_at: '2026-11-29T10:00:00Z',
};

const STOPPED = { state: 'cancelled', done: 0, total: 200, finished_at: '2026-11-29T10:00:00Z' };

/** When a draft is kept. */
const KEPT_AT = '2026-11-29T10:05:00Z';

const TOO_MANY = { status: 429, code: 'job.too_many' };

const server = {
  /** What lies under the key. */
  draft: null as object | null,
  isAway: false,
  /** Whether it does not even say what was begun. */
  isSilent: false,
  /** What it says to mails to many. */
  refuses: undefined as { status: number; code: string } | undefined,
  /** Whether a draft is kept. */
  keeps: true,
  /** What else becomes of mails to many that arrive. */
  onJob: () => {},
  /** What it says to a draft that it does not keep. */
  refusal: { status: 503, code: 'none' },
  /** Until it is let, what is sent is not answered. */
  answers: Promise.resolve() as Promise<unknown>,
  /** All that were begun. */
  drafts: [] as object[],
  job: STOPPED as object,
  /** What a job came to that was still writing. */
  ended: {} as object,
  asked: [] as { what: string; key: string | null; body: Record<string, unknown> | undefined }[],
};

beforeEach(() => {
  Object.assign(server, {
    draft: null,
    isAway: false,
    isSilent: false,
    refuses: undefined,
    asked: [],
    answers: Promise.resolve(),
  });
  Object.assign(server, { job: STOPPED, drafts: [], keeps: true, onJob: () => {} });
  server.refusal = { status: 503, code: 'none' };
  told.done.length = 0;
  told.undo.length = 0;
  told.problems.length = 0;
  vi.stubGlobal('fetch', async (request: Request | string, init?: RequestInit) => {
    const asked = request instanceof Request ? request : new Request(new URL(request, location.href), init);
    const { pathname, searchParams } = new URL(asked.url);
    const path = pathname.replace('/api/v1', '');
    const isKnown = [
      '/drafts/new',
      '/cases/reply',
      '/cases/forward',
      '/jobs/5',
      '/jobs/5/cancel',
      '/drafts',
    ].includes(path);
    // Nothing else is known yet.
    if (!isKnown) return new Promise<Response>(() => undefined);
    if (path === '/drafts') return Response.json({ rows: server.drafts });
    if (path === '/jobs/5') return Response.json({ id: '5', ...server.ended });
    if (asked.method === 'GET' ? server.isSilent : server.isAway) throw new TypeError('offline');
    if (asked.method === 'GET') return Response.json(server.draft);
    const text = await asked.text();
    const body = text === '' ? undefined : JSON.parse(text);
    server.asked.push({ what: `${asked.method} ${path}`, key: searchParams.get('mail_key'), body });
    if (path === '/jobs/5/cancel') return Response.json({ id: '5', ...server.job });
    if (path === '/drafts/new') {
      if (!server.keeps) {
        return Response.json({ ...server.refusal, detail: '' }, { status: server.refusal.status });
      }
      return asked.method === 'DELETE'
        ? new Response(null, { status: 204 })
        : Response.json({ version: body?.text === '' ? 0 : 1, updated_at: KEPT_AT, overwrote: false });
    }
    await server.answers;
    server.onJob();
    return server.refuses
      ? Response.json({ ...server.refuses, detail: '' }, { status: server.refuses.status })
      : Response.json({ id: '5', state: 'waiting', done: 0, total: 200 }, { status: 202 });
  });
});

function openForm(kind: Many) {
  const [onClose, onBegun] = [vi.fn(), vi.fn()];
  const dialog = (
    <ConfirmProvider>
      <BulkMailDialog
        kind={kind}
        target={{ ids: ['1', '2'] }}
        count="200"
        sample="1"
        onClose={onClose}
        onBegun={onBegun}
      />
    </ConfirmProvider>
  );
  const { unmount } = show(dialog, 'cases_all');
  return { onClose, onBegun, unmount };
}

async function open(kind: Many) {
  const form = openForm(kind);
  const text = (await screen.findByRole('textbox', { name: 'Text' })) as HTMLTextAreaElement;
  const write = (value: string) => fireEvent.change(text, { target: { value } });
  const leave = () => fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  const send = () => fireEvent.click(screen.getByRole('button', { name: 'Send mails (200)' }));
  return { ...form, text, write, leave, send };
}

const asked = () => server.asked.map(({ what }) => what);

test('what is written to many is kept as typed under a key of its own, and closing loses none of it', async () => {
  const { write, leave, onClose, unmount } = await open('reply');
  write('Dear [[customer.name]]');
  leave();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  // It is said when it is so.
  expect(asked()).toEqual(['PUT /drafts/new']);
  expect(told.done).toEqual(['What you wrote is kept as a draft']);
  // The page takes the form away.
  unmount();
  await waitFor(() => expect(asked()).toEqual(['PUT /drafts/new']));
  expect(server.asked[0]).toMatchObject({
    key: MANY.reply,
    body: { text: 'Dear [[customer.name]]', mailbox_id: null },
  });
});

test('what was begun stands there again, and the two kinds do not mix', async () => {
  server.draft = begun;
  const { text } = await open('forward');
  expect(text.value).toBe('Look at [[case.number]]');
  expect(screen.getByText(/This is what you have begun/)).toBeDefined();
  expect(screen.getByText('boss@house.test')).toBeDefined();
  expect(screen.getByText('terms.pdf')).toBeDefined();
  expect(MANY.forward).not.toBe(MANY.reply);
});

test('what could not be saved is not closed without a question, and an empty one is', async () => {
  server.isAway = true;
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { write, leave, onClose } = await open('reply');
  leave();
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  expect(told.done).toEqual([]);
  write('Dear all');
  await act(() => vi.advanceTimersByTimeAsync(800));
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  const question = await screen.findByText(/Not all of it is saved yet/);
  expect(onClose).toHaveBeenCalledTimes(1);
  const buttons = screen.getAllByRole('button', { name: 'Close' });
  fireEvent.click(buttons.at(-1) as HTMLElement);
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(2));
  expect(question).toBeDefined();
  // As soon as there is a network again it is saved all the same.
  server.isAway = false;
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(server.asked.map(({ body }) => body?.text)).toEqual(['Dear all']));
  await screen.findByText('Draft saved');
  vi.useRealTimers();
});

test('it is sent with its files and wishes after the time to undo, and its draft ends', async () => {
  server.draft = begun;
  const { send, onBegun } = await open('forward');
  send();
  await waitFor(() => expect(onBegun).toHaveBeenCalled());
  const sent = server.asked.find(({ what }) => what === 'POST /cases/forward');
  expect(sent?.body).toMatchObject({
    ids: ['1', '2'],
    to: 'boss@house.test',
    text: 'Look at [[case.number]]',
    upload_ids: ['9'],
    signature: 'mailbox',
    needs_tls: true,
    receipt: true,
    undo_s: 10,
    close: false,
    needs_draft: true,
    draft_version: 3,
    mail_key: MANY.forward,
  });
  await waitFor(() => expect(asked()).toEqual(['POST /cases/forward', 'DELETE /drafts/new']));
  expect(told.undo[0]).toMatchObject({ seconds: 10, title: 'Mails that go out: 200' });
});

test('what is taken back is a draft again', async () => {
  server.draft = { ...begun, to: null };
  const { send, onBegun, unmount } = await open('reply');
  send();
  await waitFor(() => expect(onBegun).toHaveBeenCalled());
  await waitFor(() => expect(asked()).toContain('DELETE /drafts/new'));
  unmount();
  server.draft = null;
  (told.undo[0] as Undo).onUndo();
  await waitFor(() => expect(told.done).toHaveLength(1));
  expect(asked().slice(2)).toEqual(['POST /jobs/5/cancel', 'PUT /drafts/new']);
  expect(server.asked.at(-1)).toMatchObject({
    key: MANY.reply,
    body: { text: 'Look at [[case.number]]', upload_ids: ['9'], receipt: true },
  });
  expect(told.done).toEqual(['The mails are taken back; what you wrote is a draft again']);
});

test('what is taken back does not write over what was begun since, and how many had left is said', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server.draft = { ...begun, to: null };
  const { send, onBegun, unmount } = await open('reply');
  send();
  await waitFor(() => expect(onBegun).toHaveBeenCalled());
  unmount();
  server.job = { state: 'running', done: 2, total: 200, finished_at: null };
  // It writes the mails first that it has in hand.
  server.ended = { ...STOPPED, done: 7 };
  (told.undo[0] as Undo).onUndo();
  await vi.advanceTimersByTimeAsync(1_500);
  await waitFor(() => expect(told.done).toHaveLength(1));
  expect(server.asked.at(-1)?.what).toBe('PUT /drafts/new');
  expect(server.asked.at(-1)?.key).toMatch(/^[0-9a-f]{32}$/);
  expect(server.asked.at(-1)?.key).not.toBe(MANY.reply);
  expect(manyOf(server.asked.at(-1)?.key ?? null)).toBe('reply');
  expect(told.done[0]).toContain('7 of 200 mails are sent');
  vi.useRealTimers();
});

test('what was refused stays, says why, and is kept on', async () => {
  server.draft = { ...begun, to: null };
  server.refuses = TOO_MANY;
  const { text, write, send, onBegun } = await open('reply');
  send();
  await screen.findByRole('alert');
  expect(onBegun).not.toHaveBeenCalled();
  expect(text.value).toBe('Look at [[case.number]]');
  await waitFor(() => expect(text.isConnected).toBe(true));
  write('Look once more');
  await waitFor(() => expect(asked()).toContain('PUT /drafts/new'), { timeout: 3_000 });
  expect(asked()).not.toContain('DELETE /drafts/new');
});

test('nothing is sent before there is something to send', async () => {
  const { write, send } = await open('reply');
  send();
  write('   ');
  send();
  expect(asked()).not.toContain('POST /cases/reply');
});

test('Escape in what lies above closes that alone', async () => {
  const { write, onClose } = await open('reply');
  write('Dear all');
  fireEvent.click(screen.getByRole('button', { name: 'More ways to send' }));
  fireEvent.click(await screen.findByText('Send later …'));
  const later = await screen.findByText('When should the mail be sent?');
  fireEvent.keyDown(document.body, { key: 'Escape' });
  await waitFor(() => expect(later.isConnected).toBe(false));
  expect(onClose).not.toHaveBeenCalled();
  expect(told.done).toEqual([]);
});

test('what is on its way is not closed before it is known what becomes of it', async () => {
  server.draft = { ...begun, to: null };
  let answer = () => {};
  server.answers = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.refuses = TOO_MANY;
  const { send, leave, onClose } = await open('reply');
  send();
  await waitFor(() => expect(asked()).toEqual(['POST /cases/reply']));
  leave();
  await waitFor(() => expect(told.done.at(-1)).toMatch(/being sent off/));
  answer();
  await screen.findByRole('alert');
  expect(onClose).not.toHaveBeenCalled();
  leave();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
});

test('a page that is left while it sends says why it was not sent, and keeps it', async () => {
  server.draft = { ...begun, to: null };
  let answer = () => {};
  server.answers = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.refuses = TOO_MANY;
  const { send, unmount } = await open('reply');
  send();
  await waitFor(() => expect(asked()).toEqual(['POST /cases/reply']));
  unmount();
  answer();
  await waitFor(() => expect(told.problems).toHaveLength(1));
  await waitFor(() => expect(asked()).toContain('PUT /drafts/new'), { timeout: 3_000 });
});

test('of a mail that ended elsewhere nothing is called kept', async () => {
  server.draft = { ...begun, to: null };
  const { send, leave, onClose, text } = await open('reply');
  // Another window threw it away.
  server.draft = null;
  send();
  await screen.findByRole('button', { name: /Go on here/ });
  await act(async () => undefined);
  leave();
  await screen.findByText(/What you wrote here may be lost/);
  expect(onClose).not.toHaveBeenCalled();
  expect(told.done).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(await screen.findByRole('button', { name: /Go on here/ }));
  expect(document.activeElement).toBe(text);
  await waitFor(() => expect(screen.queryByText(/What you wrote here may be lost/)).toBeNull());
  leave();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  // What he goes on with is a draft again.
  expect(asked()).toEqual(['PUT /drafts/new']);
  expect(told.done).toEqual(['What you wrote is kept as a draft']);
});

test('the keyboard begins with the first field, and whoever is missing is said beside the button', async () => {
  const { write } = await open('forward');
  const to = screen.getByRole('textbox', { name: 'To' });
  await waitFor(() => expect(document.activeElement).toBe(to));
  write('Look at this');
  const status = screen.getByRole('status', { name: '' });
  expect(status.textContent).toContain('Enter whom it goes to first');
  // What stands there of two is said by the field; the button asks for the same.
  fireEvent.paste(to, { clipboardData: { getData: () => 'kari@nord.no, ola@nord.no' } });
  expect(screen.getAllByText(/room for one address alone/)).toHaveLength(2);
  expect(status.textContent).toContain('one address');
});

test('nothing goes to the address that stands there while several others stand beside it', async () => {
  server.draft = begun;
  const { send } = await open('forward');
  const to = screen.getByRole('textbox', { name: 'To' });
  fireEvent.paste(to, { clipboardData: { getData: () => 'kari@a.no, ola@c.no' } });
  send();
  // Beside the field, and beside the button.
  expect(screen.getAllByText(/room for one address alone/)).toHaveLength(2);
  await act(async () => undefined);
  expect(asked()).toEqual([]);
  fireEvent.change(to, { target: { value: '' } });
  send();
  await waitFor(() => expect(asked()).toContain('POST /cases/forward'));
});

/** Sends it, and leaves the page. */
async function sent(kind: Many, closes = false) {
  const { onBegun, unmount } = openForm(kind);
  const button = await screen.findByRole('button', { name: 'Send mails (200)' });
  if (closes) fireEvent.click(screen.getByRole('checkbox', { name: /Close the cases afterwards/ }));
  fireEvent.click(button);
  await waitFor(() => expect(onBegun).toHaveBeenCalled());
  await waitFor(() => expect(asked()).toContain('DELETE /drafts/new'));
  unmount();
  server.draft = null;
  server.asked.length = 0;
  return (told.undo[0] as Undo).onUndo;
}

/** What became of the mails is told at once; of the draft, when that is known. */
const NOT_KEPT_YET = [expect.stringMatching(/not saved as a draft yet/), 'The mails are taken back'];
const KEPT_AFTER_ALL = 'What you wrote for the mails that you took back is a draft again';

test('what is taken back and cannot be kept is kept as soon as there is a network again', async () => {
  server.draft = { ...begun, to: null };
  const undo = await sent('reply');
  server.isAway = true;
  undo();
  await waitFor(() => expect(told.problems).toHaveLength(1));
  server.isAway = false;
  server.keeps = false;
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(told.done).toEqual(NOT_KEPT_YET));
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  expect(leaving.defaultPrevented).toBe(true);
  server.keeps = true;
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(told.done.slice(2)).toEqual([KEPT_AFTER_ALL]));
  expect(server.asked.at(-1)).toMatchObject({ key: MANY.reply, body: { text: 'Look at [[case.number]]' } });
});

test('what is undone and stopped at once comes back once', async () => {
  server.draft = { ...begun, to: null };
  const undo = await sent('reply');
  undo();
  void wayBackOf('5')?.();
  await waitFor(() => expect(told.done).toHaveLength(1));
  await act(async () => undefined);
  expect(asked()).toEqual(['POST /jobs/5/cancel', 'PUT /drafts/new']);
});

/** What stands among the drafts, as another page shows it. */
const listed = () => renderHook(() => useUnsaved()).result.current.map(({ draft }) => draft.mail_key);

test('what is taken back and arrived, though its answer was lost, is one draft', async () => {
  server.draft = { ...begun, to: null };
  const undo = await sent('reply');
  server.keeps = false;
  undo();
  await waitFor(() => expect(told.done).toEqual(NOT_KEPT_YET));
  server.draft = begun;
  server.keeps = true;
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(told.done.slice(2)).toEqual([KEPT_AFTER_ALL]));
  const kept = server.asked.filter(({ what }) => what === 'PUT /drafts/new');
  expect(kept.map(({ key }) => key)).toEqual([MANY.reply, MANY.reply]);
  expect(kept[0]?.body?.writer).toBe(kept[1]?.body?.writer);
});

test('what is taken back and refused stands among the drafts, and why is said', async () => {
  server.draft = { ...begun, to: null };
  const undo = await sent('reply');
  server.keeps = false;
  server.refusal = { status: 401, code: 'not_signed_in' };
  undo();
  await waitFor(() => expect(told.problems).toEqual([expect.objectContaining({ code: 'not_signed_in' })]));
  expect(listed()).toEqual([MANY.reply]);
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  expect(leaving.defaultPrevented).toBe(true);
  server.refusal = { status: 429, code: 'draft.too_many' };
  const { text } = await open('reply');
  expect(text.value).toBe('Look at [[case.number]]');
  window.dispatchEvent(new Event('online'));
  await screen.findByText(/too many drafts/);
  server.keeps = true;
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(listed()).toEqual([]));
});

test('what is taken back and is thrown away before it is kept is told as nothing more, and its job is not waited for', async () => {
  server.draft = { ...begun, to: null };
  await sent('reply');
  server.keeps = false;
  server.job = { ...STOPPED, done: 3 };
  const over = wayBackOf('5')?.();
  const late = /^It had begun: 3 of 200 mails are sent\. The others are not\.$/;
  await waitFor(() => expect(told.done.at(-1)).toMatch(late));
  const unsaved = renderHook(() => useUnsaved()).result;
  await act(async () => void (await unsaved.current[0]?.drop()));
  await over;
  await open('reply');
  expect(told.done).toHaveLength(2);
});

test('what is taken back beside another and is not kept yet is gone on with from there', async () => {
  server.draft = { ...begun, to: null };
  const undo = await sent('reply');
  server.draft = { ...begun, to: null, text: 'Begun since' };
  server.keeps = false;
  undo();
  await waitFor(() => expect(told.done).toEqual(NOT_KEPT_YET));
  const { text } = await open('reply');
  expect(text.value).toBe('Begun since');
  server.draft = null;
  fireEvent.click(await screen.findByRole('button', { name: 'Go on with that one' }));
  await waitFor(() => expect(text.isConnected).toBe(false));
  const other = (await screen.findByRole('textbox', { name: 'Text' })) as HTMLTextAreaElement;
  expect(other.value).toBe('Look at [[case.number]]');
  server.keeps = true;
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(listed()).toEqual([]));
});

test('what is taken back comes into its form where that stands open and empty, with what was to become of the cases', async () => {
  server.draft = { ...begun, to: null };
  const undo = await sent('reply', true);
  const { text } = await open('reply');
  expect(text.value).toBe('');
  undo();
  await waitFor(() => expect(text.value).toBe('Look at [[case.number]]'));
  expect(screen.getByText('terms.pdf')).toBeDefined();
  expect(screen.getByRole('checkbox', { name: /Close the cases afterwards/ })).toHaveProperty(
    'checked',
    true,
  );
  await waitFor(() =>
    expect(told.done).toEqual(['The mails are taken back; what you wrote is a draft again']),
  );
  await waitFor(() => expect(asked()).toEqual(['POST /jobs/5/cancel', 'PUT /drafts/new']), {
    timeout: 3_000,
  });
  expect(server.asked.at(-1)?.key).toBe(MANY.reply);
});

test('a template alone is no draft and is not called one; it is chosen again in the form that is opened next', async () => {
  server.draft = { ...begun, to: null, text: '', template_id: '8', uploads: [] };
  const undo = await sent('reply');
  undo();
  await waitFor(() => expect(told.done).toEqual(['The mails are taken back']));
  const { onBegun } = openForm('reply');
  const button = await screen.findByRole('button', { name: 'Send mails (200)' });
  await waitFor(() => expect(button).toHaveProperty('disabled', false));
  expect(onBegun).not.toHaveBeenCalled();
});

test('one that lies beside it is gone on with from there', async () => {
  const key = furtherOf('reply');
  server.drafts = [{ ...begun, case_id: null, mail_key: key }];
  const { text } = await open('reply');
  server.draft = begun;
  fireEvent.click(await screen.findByRole('button', { name: 'Go on with that one' }));
  await waitFor(() => expect(text.isConnected).toBe(false));
  const other = (await screen.findByRole('textbox', { name: 'Text' })) as HTMLTextAreaElement;
  expect(other.value).toBe('Look at [[case.number]]');
  expect(screen.queryByRole('button', { name: 'Go on with that one' })).toBeNull();
});

test('one that another window has just sent is held, and said to be gone', async () => {
  server.draft = { ...begun, to: null };
  server.refuses = { status: 409, code: 'draft.gone' };
  const { text, send, onBegun } = await open('reply');
  send();
  await screen.findByText(/already sent or thrown away/);
  await act(async () => undefined);
  expect(onBegun).not.toHaveBeenCalled();
  expect(text.value).toBe('Look at [[case.number]]');
  expect(screen.getAllByRole('alert')).toHaveLength(1);
  // Its author goes on here.
  server.refuses = undefined;
  fireEvent.click(screen.getByRole('button', { name: /Go on here/ }));
  send();
  await waitFor(() => expect(onBegun).toHaveBeenCalled());
  // What he goes on with is a draft again before it goes, which sees to it that it goes once.
  expect(asked().slice(0, 3)).toEqual(['POST /cases/reply', 'PUT /drafts/new', 'POST /cases/reply']);
  expect(server.asked[2]?.body).toMatchObject({ needs_draft: true });
});

test('what may have gone, since its answer alone was lost, is held and not kept anew', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  server.draft = { ...begun, to: null };
  server.refuses = { status: 502, code: 'none' };
  // The job has begun, and has taken the draft.
  server.onJob = () => {
    server.draft = null;
  };
  const { send, onBegun } = await open('reply');
  send();
  await screen.findByText(/already sent or thrown away/);
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  send();
  await act(() => vi.advanceTimersByTimeAsync(5_000));
  expect(asked()).toEqual(['POST /cases/reply']);
  expect(onBegun).not.toHaveBeenCalled();
  vi.useRealTimers();
});

test('a mail that is sent off before it was kept is kept first, and is not begun where it cannot be', async () => {
  server.keeps = false;
  const { write, send, onBegun } = await open('reply');
  write('Dear all');
  send();
  await waitFor(() => expect(told.problems).toHaveLength(1));
  expect(asked()).toEqual(['PUT /drafts/new']);
  server.keeps = true;
  server.draft = begun;
  send();
  await waitFor(() => expect(onBegun).toHaveBeenCalled());
  expect(asked().slice(1, 3)).toEqual(['PUT /drafts/new', 'POST /cases/reply']);
  expect(server.asked[2]?.body).toMatchObject({ needs_draft: true });
});

test('a template that may have been sent, since its answer alone was lost, is not sent again without a question', async () => {
  server.draft = { ...begun, to: null, text: '', template_id: '8', uploads: [] };
  (await sent('reply'))();
  await waitFor(() => expect(told.done).toEqual(['The mails are taken back']));
  server.asked.length = 0;
  openForm('reply');
  const press = async () => fireEvent.click(await screen.findByRole('button', { name: 'Send mails (200)' }));
  const sends = () => asked().filter((what) => what === 'POST /cases/reply').length;
  server.refuses = { status: 502, code: 'none' };
  await waitFor(() =>
    expect(screen.getByRole('button', { name: /^Send mails/ })).toHaveProperty('disabled', false),
  );
  await press();
  await screen.findByText(/Whether this was sent is not known/);
  await press();
  await act(async () => undefined);
  expect(sends()).toBe(1);
  fireEvent.click(screen.getByRole('button', { name: /Go on here/ }));
  server.refuses = undefined;
  await press();
  await waitFor(() => expect(sends()).toBe(2));
});

test('what could not be kept is opened again without the server, and goes on as the draft that it was', async () => {
  server.draft = { ...begun, to: null };
  const { write, unmount } = await open('reply');
  write('Look once more');
  Object.assign(server, { isAway: true, isSilent: true });
  unmount();
  await act(async () => undefined);
  const { text } = await open('reply');
  expect(text.value).toBe('Look once more');
  // Kept meanwhile, it stays as it stands.
  Object.assign(server, { isAway: false, isSilent: false, draft: begun });
  await act(async () => void window.dispatchEvent(new Event('online')));
  await waitFor(() => expect(asked()).toEqual(['PUT /drafts/new']));
  expect(server.asked[0]?.body).toMatchObject({ text: 'Look once more', seen_version: 3 });
  await screen.findByText('Draft saved');
  expect([text.isConnected, text.value]).toEqual([true, 'Look once more']);
});

test('what cannot be kept yet is not left for another one without a question, nor what is on its way', async () => {
  server.drafts = [{ ...begun, case_id: null, mail_key: furtherOf('reply') }];
  server.keeps = false;
  const { text, write, send } = await open('reply');
  write('Dear all');
  const other = await screen.findByRole('button', { name: 'Go on with that one' });
  fireEvent.click(other);
  await screen.findByText(/Not all of it is saved yet/);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  await act(async () => undefined);
  expect(text.isConnected).toBe(true);
  server.keeps = true;
  server.draft = begun;
  let answer = () => {};
  server.answers = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.refuses = TOO_MANY;
  send();
  await waitFor(() => expect(asked()).toContain('POST /cases/reply'));
  expect(other.isConnected).toBe(false);
  answer();
  await screen.findByRole('button', { name: 'Go on with that one' });
  expect(text.value).toBe('Dear all');
});

const closes = () => screen.getByRole('checkbox', { name: /Close the cases afterwards/ }) as HTMLInputElement;

test('a mail that is thrown away closes no cases any more, unless it comes back', async () => {
  const { write } = await open('reply');
  write('Dear all');
  fireEvent.click(closes());
  fireEvent.click(screen.getByRole('button', { name: 'Discard the draft' }));
  await waitFor(() => expect(closes().checked).toBe(false));
  act(() => (told.undo[0] as Undo).onUndo());
  expect(closes().checked).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Discard the draft' }));
  await waitFor(() => expect(asked()).toContain('DELETE /drafts/new'));
  expect(isClosing(MANY.reply)).toBe(false);
});

test('whether the cases are closed is known as the draft is opened again, and is not of a mail that was never begun', async () => {
  server.draft = begun;
  const { unmount } = await open('reply');
  fireEvent.click(closes());
  unmount();
  const again = await open('reply');
  expect(closes().checked).toBe(true);
  again.unmount();
  // Thrown away elsewhere.
  server.draft = null;
  const { write, unmount: leave } = await open('reply');
  expect(closes().checked).toBe(false);
  write('Another one');
  leave();
  server.draft = begun;
  await open('reply');
  expect(closes().checked).toBe(false);
});

test('that the cases are closed is not of another mail that was begun under its name on another device', async () => {
  server.draft = begun;
  const { unmount } = await open('reply');
  fireEvent.click(closes());
  unmount();
  server.draft = { ...begun, version: 2, text: 'Another one', updated_at: '2026-11-30T10:00:00Z' };
  const other = await open('reply');
  expect(closes().checked).toBe(false);
  expect(isClosing(MANY.reply)).toBe(false);
  other.unmount();
});

test('that the cases are closed stays with what is kept of the mail from then on', async () => {
  server.draft = begun;
  const { write, leave, onClose, unmount } = await open('reply');
  fireEvent.click(closes());
  write('Dear all');
  leave();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  unmount();
  server.draft = { ...begun, text: 'Dear all', version: 1, updated_at: KEPT_AT };
  await open('reply');
  expect(closes().checked).toBe(true);
});

test('of a mail that was written on elsewhere the last word here is kept beside it, and closing asks nothing', async () => {
  server.draft = { ...begun, to: null };
  const { write, send, leave, onClose, unmount } = await open('reply');
  write('My last word');
  server.draft = { ...begun, to: null, version: 4 };
  send();
  await screen.findByText(/written on in another window/);
  await act(async () => undefined);
  leave();
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  unmount();
  await waitFor(() => expect(asked()).toEqual(['PUT /drafts/new']));
  const [{ key, body }] = server.asked as [(typeof server.asked)[0]];
  expect([key === MANY.reply, manyOf(key), body?.text]).toEqual([false, 'reply', 'My last word']);
});
