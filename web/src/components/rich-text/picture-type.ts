// What a file is by its first octets: a name and the type that comes of it can say anything.
const STARTS: { type: string; isOf: (head: string) => boolean }[] = [
  // PNG, third edition, 5.2.
  { type: 'image/png', isOf: (head) => head.startsWith('\x89PNG\r\n\x1a\n') },
  // JPEG: the start of an image, and the first octet of the marker behind it.
  { type: 'image/jpeg', isOf: (head) => head.startsWith('\xff\xd8\xff') },
  { type: 'image/gif', isOf: (head) => /^GIF8[79]a/.test(head) },
  // A RIFF container with WebP in it; its length stands between.
  { type: 'image/webp', isOf: (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' },
];

const HEAD_OCTETS = 12;

/** Files apart: pictures that a text can show, each with its type, and those that are none. */
export async function picturesAmong(files: File[]): Promise<{ pictures: File[]; others: File[] }> {
  const types = await Promise.all(files.map(typeOf));
  const pictures = files.flatMap((file, at) => {
    const type = types[at];
    if (!type) return [];
    return file.type === type ? file : new File([file], file.name, { type });
  });
  return { pictures, others: files.filter((_, at) => !types[at]) };
}

async function typeOf(file: File): Promise<string | undefined> {
  try {
    const octets = new Uint8Array(await file.slice(0, HEAD_OCTETS).arrayBuffer());
    const head = String.fromCharCode(...octets);
    return STARTS.find(({ isOf }) => isOf(head))?.type;
  } catch {
    // A file that went away since it was chosen, or a folder.
    return undefined;
  }
}
