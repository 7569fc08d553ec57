import { expect, test } from 'vitest';
import { cleaned } from './clean';

function check(html: string, expected: string, lost = 0) {
  expect(cleaned(html)).toEqual({ html: expected, lost });
}

test('words and marks stay, and how it looked there does not', () => {
  check(
    '<meta charset="utf-8"><p style="color:red;font-size:22px" class="x">Hei <span style="font-weight:700">Kari</span>,' +
      ' <font face="Arial"><i>se</i></font> <a href="https://a.no/?b=1" onclick="x()">her</a></p>',
    '<div>Hei <strong>Kari</strong>, <em>se</em> <a href="https://a.no/?b=1">her</a></div>',
  );
  check('<b style="font-weight:normal"><span>Google</span></b>', '<div>Google</div>');
  check('<h2>Tittel</h2><p>a</p>', '<div><strong>Tittel</strong></div><div></div><div>a</div>');
});

test('nothing comes along that runs or loads', () => {
  check(
    '<script>a()</script><style>b{}</style><a href="javascript:c()">d</a><object data="https://x.no"></object>' +
      '<img src="https://x.no/e.png"><img src="https://x.no/f.gif" width="1"><svg><text>g</text></svg>',
    '<div>d</div>',
    1,
  );
});

test('paragraphs with room between them get an empty line, lines without do not', () => {
  check('<p>a</p><p>b</p>', '<div>a</div><div></div><div>b</div>');
  check('<p style="margin:0">a</p><p style="margin:0">b</p>', '<div>a</div><div>b</div>');
  check(
    '<div>a</div><div>b<br>c<br><br>d</div>',
    '<div>a</div><div>b</div><div>c</div><div></div><div>d</div>',
  );
  check('<div><div>a</div>\n  <div><div>b</div></div></div>', '<div>a</div><div>b</div>');
});

test('lists and quotes keep their shape', () => {
  check(
    '<ul>\n<li>a</li><li>b<ul><li>c</li></ul></li></ul><ol start="3"><li><p>d</p></li></ol>',
    '<ul><li><div>a</div></li><li><div>b</div><ul><li><div>c</div></li></ul></li></ul>' +
      '<ol start="3"><li><div>d</div></li></ol>',
  );
  check(
    '<ul><li>a</li><ul><li>b</li></ul></ul>',
    '<ul><li><div>a</div><ul><li><div>b</div></li></ul></li></ul>',
  );
  check('<blockquote><p>a</p></blockquote><p>b</p>', '<blockquote><div>a</div></blockquote><div>b</div>');
  check('<pre>a\n  b</pre>', '<pre><code>a\n  b</code></pre>');
});

const OUTLOOK =
  '<html xmlns:o="urn:x"><head><style><!-- p.MsoNormal, li.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>' +
  '<body lang=NO-BOK><!--StartFragment--><p class=MsoNormal>Hei <b>Kari</b><o:p></o:p></p>' +
  '<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Hilsen<o:p></o:p></p><!--EndFragment--></body></html>';

test('Outlook: one line a paragraph, blank ones stay', () => {
  check(OUTLOOK, '<div>Hei <strong>Kari</strong></div><div></div><div>Hilsen</div>');
});

test('Word: room below each paragraph, and lists that are paragraphs', () => {
  const item = (level: number, mark: string, text: string) =>
    `<p class=MsoListParagraph style='margin-left:36pt;mso-list:l0 level${level} lfo1'><![if !supportLists]>` +
    `<span style='mso-list:Ignore'>${mark}<span style='font:7pt "Times"'>&nbsp;&nbsp; </span></span><![endif]>${text}<o:p></o:p></p>`;
  const style = '<style>p.MsoNormal {mso-style-unhide:no; margin-bottom:8.0pt;}</style>';
  check(
    `${style}<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p>${item(1, '1.', 'en')}${item(2, 'o', 'under')}${item(1, '2.', 'to')}<p class=MsoNormal>c</p>`,
    '<div>a</div><div></div><div>b</div><ol><li><div>en</div><ul><li><div>under</div></li></ul></li>' +
      '<li><div>to</div></li></ol><div>c</div>',
  );
});

test('rows of a spreadsheet are lines', () => {
  check(
    '<table><tbody><tr><td>Vare</td><td>Antall</td></tr>\n<tr><td>Ost</td><td>2</td></tr></tbody></table>',
    '<div>Vare | Antall</div><div>Ost | 2</div>',
  );
});

test('pictures come along where somebody takes them', () => {
  const html =
    '<p>a <img alt="b" width="40" src="data:image/png;base64,AAAA"><img src="cid:7"><img src="cid:image1@x"></p>';
  expect(cleaned(html, () => 'k1')).toEqual({
    html: '<div>a <img src="cid:k1" alt="b" width="40"></div>',
    // None of our own uploads is named from elsewhere.
    lost: 2,
  });
});
