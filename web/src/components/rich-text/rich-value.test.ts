import { expect, test } from 'vitest';
import { htmlForMail, isRaster, linesToHtml, pictureName, picturesIn } from './rich-value';

test('plain text becomes lines, and nothing of it markup', () => {
  expect(linesToHtml('Hei <Kari> & Ola\r\n\n  ny')).toBe(
    '<div>Hei &lt;Kari&gt; &amp; Ola</div><div></div><div>  ny</div>',
  );
});

test('addresses of the web in plain text lead somewhere, and their sentence goes on', () => {
  expect(linesToHtml('Se https://a.no/b?c=1&d, (http://e.no).')).toBe(
    '<div>Se <a href="https://a.no/b?c=1&amp;d">https://a.no/b?c=1&amp;d</a>, (<a href="http://e.no">http://e.no</a>).</div>',
  );
});

test('empty lines keep their height in a mail, but those at its end', () => {
  const written = '<div>a</div><div></div><div>b</div><div></div><div></div>';
  expect(htmlForMail(written)).toBe('<div>a</div><div><br></div><div>b</div>');
});

test('pictures are those of our uploads', () => {
  const html = '<img alt="a" src="cid:7"><img src="cid:7"><img src="cid:k2"><img src="https://x.no/cid:9">';
  expect(picturesIn(html)).toEqual(['7']);
  expect(picturesIn(null)).toEqual([]);
  expect(pictureName('cid:k2')).toBe('k2');
  expect(pictureName('cid:image001.png@01D9')).toBeUndefined();
  expect(isRaster({ type: 'image/svg+xml' })).toBe(false);
});
