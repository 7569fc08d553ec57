import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ShownText } from './ShownText';

test('what a mail can say is shown', () => {
  const html =
    '<div>Hei <strong>Kari</strong>, <a href="https://a.no/b">her</a></div><div><br></div><ol start="3"><li>c</li></ol>';
  const { container } = render(<ShownText html={html} />);
  expect(container.querySelector('strong')?.textContent).toBe('Kari');
  expect(container.querySelector('a')?.getAttribute('href')).toBe('https://a.no/b');
  expect(container.querySelector('ol')?.getAttribute('start')).toBe('3');
});

test('nothing else comes along, and nothing is loaded', () => {
  const html =
    '<div onclick="x()" style="position:fixed">a<script>b</script><img src="https://x.no/p"><a href="javascript:c()">d</a></div>';
  const { container } = render(<ShownText html={html} />);
  expect(container.textContent).toBe('ad');
  expect(container.innerHTML).not.toMatch(/script|img|onclick|style=|x\.no/);
});

test('a picture is shown where the text has it with it, and none from elsewhere', () => {
  const html =
    '<div><img src="cid:7" alt="Logo" width="120"><img src="cid:8"><img src="https://x.no/p"></div>';
  const picture = (name: string) => (name === '7' ? '/kept/7' : undefined);
  const { container } = render(<ShownText html={html} picture={picture} />);
  expect(container.querySelectorAll('img')).toHaveLength(1);
  const shown = container.querySelector('img');
  expect([shown?.getAttribute('src'), shown?.alt, shown?.width]).toEqual(['/kept/7', 'Logo', 120]);
});
