import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { show } from '@/test/Render';
import { PictureButton } from './PictureButton';

const notes = vi.hoisted(() => [] as string[]);
vi.mock('../problem/notify', () => ({ notifyNote: (message: string) => notes.push(message) }));
beforeEach(() => {
  notes.length = 0;
});

const octets = (head: string) => Uint8Array.from(head, (sign) => sign.charCodeAt(0));
const png = new File([octets('\x89PNG\r\n\x1a\nrest')], 'skjerm.png', { type: 'image/png' });
const pdf = new File([octets('%PDF-1.7 of something')], 'avtale.pdf', { type: 'application/pdf' });
const disguised = new File([octets('PK\x03\x04 an archive')], 'bilde.png', { type: 'image/png' });
const nameless = new File([octets('\xff\xd8\xff\xe0 a photo')], 'IMG_1', { type: '' });

function choose(files: File[]) {
  const onFiles = vi.fn();
  const { container } = show(<PictureButton onFiles={onFiles} />);
  const input = container.ownerDocument.querySelector('input[type="file"]');
  if (!input) throw new Error('nothing to choose with');
  fireEvent.change(input, { target: { files } });
  return onFiles;
}

test('a picture that is chosen goes into the text without a word', async () => {
  const onFiles = choose([png]);
  await waitFor(() => expect(onFiles).toHaveBeenCalledWith([png]));
  expect(notes).toEqual([]);
  expect(screen.getByRole('button', { name: 'Insert a picture' })).toBeDefined();
});

test('what is no picture is told of at once, and stays out of the text whatever it is called', async () => {
  const onFiles = choose([pdf, disguised]);
  await waitFor(() => expect(notes).toHaveLength(1));
  expect(notes[0]).toContain('avtale.pdf, bilde.png');
  expect(onFiles).not.toHaveBeenCalled();
});

test('a picture whose name does not say so is taken, with the type that it has', async () => {
  const onFiles = choose([nameless, pdf]);
  await waitFor(() => expect(onFiles).toHaveBeenCalledOnce());
  const [[taken]] = onFiles.mock.calls as [[File[]]];
  expect(taken.map(({ name, type }) => [name, type])).toEqual([['IMG_1', 'image/jpeg']]);
  expect(notes[0]).toContain('avtale.pdf');
});
