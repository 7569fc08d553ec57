import { expect, test } from 'vitest';
import { emptyDraft, fromServer, isBlank, slotOf, toReply, toServer } from './draft';

test('both ways of answering are one draft', () => {
  expect([slotOf('reply'), slotOf('reply_all'), slotOf('forward'), slotOf('comment')]).toEqual([
    'reply',
    'reply',
    'forward',
    'comment',
  ]);
});

test('a draft travels with the version that it goes on from', () => {
  const draft = { ...emptyDraft('reply_all'), text: 'Hei', version: 3, returned: 'answered' as const };
  const sent = toServer(draft, ['7']);
  expect(sent).toMatchObject({ mode: 'reply_all', text: 'Hei', upload_ids: ['7'], seen_version: 3 });
  expect(sent).not.toHaveProperty('returned');
});

test('recipients that nobody named are left to the server', () => {
  const reply = toReply(emptyDraft('reply'), [], { undo_s: 10 });
  expect(reply.to).toBeUndefined();
  expect(reply.undo_s).toBe(10);
});

test('formatting travels beside the text, and a picture alone is something written', () => {
  const html = '<div><img src="cid:7"></div>';
  const draft = { ...emptyDraft('reply'), html };
  expect(isBlank(draft)).toBe(false);
  expect(toServer(draft, ['7'])).toMatchObject({ html, upload_ids: ['7'] });
  expect(toReply(draft, ['7'], {}).html).toBe(html);
  expect(toReply(emptyDraft('reply'), [], {}).html).toBeUndefined();
});

test('the draft of a new case is none of this case', () => {
  const { version: _version, ...rest } = emptyDraft('reply');
  const draft = {
    ...rest,
    mode: 'new' as const,
    case_id: null,
    case_number: null,
    case_title: null,
    uploads: [],
    mailbox_id: null,
    send_at: null,
    cancel_if_answered: false,
    from: null,
    template_id: null,
    needs_tls: false,
    tls_throughout: false,
    receipt: false,
    files_as_links: false,
    mail_key: null,
    version: 1,
    updated_at: '2026-01-01T00:00:00Z',
  };
  expect(fromServer(draft)).toBeNull();
});
