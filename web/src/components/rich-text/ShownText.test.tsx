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
