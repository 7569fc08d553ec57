import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { SignatureForm } from './SignatureForm';

// The editor is another test's; here it is a line of text.
vi.mock('@/components/template/FormattedTextField', () => ({
  FormattedTextField: ({ label, value, error, onChange }: FieldProps) => (
    <label>
      {label}
      <input
        value={value.text}
        onChange={(event) => onChange({ text: event.target.value, html: null })}
        aria-invalid={error !== undefined}
      />
    </label>
  ),
}));

type Value = { text: string; html: string | null };
type FieldProps = { label: string; value: Value; error?: string; onChange: (value: Value) => void };

const written = { text: 'Nord AS, Storgata 1', html: null, reply_text: '', reply_html: null };
const stored = { ...written, version: 7 };
const fieldOf = (name: string) => screen.getByRole('textbox', { name }) as HTMLInputElement;

afterEach(() => vi.unstubAllGlobals());

/** What was asked of the server, which says this of a signature that is saved. */
function answers(status: number, saved: object) {
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  const answer = async (request: Request) => {
    const path = new URL(request.url).pathname;
    asked.push({ path, body: await request.json() });
    if (path.endsWith('/preview'))
      return Response.json({ subject: '', text: 'filled', html: null, missing: [] });
    return Response.json(saved, { status });
  };
  vi.stubGlobal('fetch', answer);
  return asked;
}

test('each of the two is saved as what it is, and looked at as one of this mailbox', async () => {
  const saved = { ...stored, reply_text: 'Nord', version: 8 };
  const asked = answers(200, saved);
  show(<SignatureForm mailbox="7" stored={stored} />, 'templates');
  fireEvent.change(fieldOf('Under answers and forwarded mail'), { target: { value: 'Nord' } });
  screen.getByRole('button', { name: 'Save' }).click();
  const puts = () =>
    asked.filter(({ path }) => path.endsWith('/mailboxes/7/signature')).map(({ body }) => body);
  await waitFor(() => expect(puts()).toEqual([{ ...written, reply_text: 'Nord', seen_version: 7 }]));
  const looks = asked.filter(({ path }) => path.endsWith('/preview')).map(({ body }) => body.mailbox_id);
  expect(new Set(looks)).toEqual(new Set(['7']));
});

test('what is wrong with the second is told at the second', async () => {
  const problem = { code: 'text_too_long', status: 422, detail: '', field: 'reply_text' };
  answers(422, problem);
  show(<SignatureForm mailbox="7" stored={{ ...stored, reply_text: 'Nord' }} />, 'templates');
  screen.getByRole('button', { name: 'Save' }).click();
  await waitFor(() =>
    expect(fieldOf('Under answers and forwarded mail').getAttribute('aria-invalid')).toBe('true'),
  );
  expect(fieldOf('Signature').getAttribute('aria-invalid')).toBe('false');
});

test('what somebody else changed is saved over by whoever was told of it', async () => {
  const params = { by: 'Kari', version: '9' };
  const problem = { code: 'signature.changed_meanwhile', status: 409, detail: '', params };
  const asked = answers(409, problem);
  show(<SignatureForm mailbox="7" stored={stored} />, 'templates');
  screen.getByRole('button', { name: 'Save' }).click();
  (await screen.findByRole('button', { name: 'Save all the same' })).click();
  expect(screen.getByText(/Kari changed these signatures/)).toBeTruthy();
  const seen = () =>
    asked.filter(({ path }) => path.endsWith('/signature')).map((one) => one.body.seen_version);
  await waitFor(() => expect(seen()).toEqual([7, 9]));
});
