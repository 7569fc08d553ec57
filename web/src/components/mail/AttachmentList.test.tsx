import { fireEvent, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { AttachmentList } from './AttachmentList';

const file = (index: number, name: string, is_mail: boolean) => ({
  index,
  name,
  media_type: is_mail ? 'message/rfc822' : 'application/pdf',
  size_octets: 1200,
  inline: false,
  is_mail,
});

test('a file is downloaded, an attached mail opens, and what is in it has its place behind that of the mail', async () => {
  const inner = {
    from: null,
    to: [],
    cc: [],
    subject: 'Den indre',
    date: null,
    text: 'Hei',
    has_html: false,
  };
  const answered = vi.fn(async (request: Request) => {
    expect(new URL(request.url).pathname).toBe('/api/v1/intake/7/attachments/1/mail');
    return Response.json({ ...inner, attachments: [file(0, 'inni.pdf', false)] });
  });
  vi.stubGlobal('fetch', answered);
  show(
    <AttachmentList
      attachments={[file(0, 'ute.pdf', false), file(1, 'indre.eml', true)]}
      source={{ of: 'intake', id: '7' }}
    />,
  );
  expect(screen.getByRole('link', { name: /ute.pdf/ }).getAttribute('href')).toBe(
    '/api/v1/intake/7/attachments/0',
  );
  fireEvent.click(screen.getByRole('button', { name: /indre.eml/ }));
  expect(await screen.findByText('Den indre')).toBeDefined();
  const within = screen.getByRole('link', { name: /inni.pdf/ });
  expect(within.getAttribute('href')).toBe('/api/v1/intake/7/attachments/1.0');
  vi.unstubAllGlobals();
});
