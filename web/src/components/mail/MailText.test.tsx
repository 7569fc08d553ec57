import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { MailText } from './MailText';

test('addresses become links that tell nobody where they were read', () => {
  show(<MailText text={'See https://example.no/a?b=1. Write to kari@example.no, please'} />);
  const [page, person] = screen.getAllByRole('link');
  expect(page?.getAttribute('href')).toBe('https://example.no/a?b=1');
  expect(page?.getAttribute('rel')).toContain('noreferrer');
  expect(person?.getAttribute('href')).toBe('mailto:kari@example.no');
});

test('nothing else in the text is interpreted', () => {
  const text = '<img src=x onerror=alert(1)> javascript:alert(1) [x](javascript:alert(2))';
  const { container } = show(<MailText text={text} />);
  expect(container.textContent).toContain(text);
  expect(container.querySelector('img, script')).toBeNull();
  expect(screen.queryByRole('link')).toBeNull();
});
