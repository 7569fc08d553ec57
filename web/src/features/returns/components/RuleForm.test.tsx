import { fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmProvider } from '@/components/confirm/ConfirmProvider';
import type { OwnReturnRule, ReturnToReview } from '@/lib/api/types';
import { show } from '@/test/Render';
import { RuleForm } from './RuleForm';

afterEach(() => vi.unstubAllGlobals());

test('a new rule means nothing until its author says what', async () => {
  const asked = vi.fn();
  vi.stubGlobal('fetch', asked);
  const about = { words: '550 odd words' } as unknown as ReturnToReview;
  show(
    <ConfirmProvider>
      <RuleForm about={about} onClose={() => {}} />
    </ConfirmProvider>,
    'mailboxes',
  );
  expect(
    (await screen.findByLabelText('Words that the rule looks for')) as HTMLTextAreaElement,
  ).toHaveProperty('value', 'odd words');
  expect(screen.queryByDisplayValue('Unknown recipient')).toBeNull();
  const tries = screen.getByRole('button', { name: 'Try on past returns' }) as HTMLButtonElement;
  expect(tries.disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Must be filled in')).toBeDefined();
  expect(asked).not.toHaveBeenCalled();
});

test('a rule says of a refusal nothing that comes in other mails, and one that did so is asked anew', async () => {
  vi.stubGlobal('fetch', vi.fn());
  const rule = { id: '3', class: 'complaint', phrases: ['odd'], host: '', sample: '550 odd' };
  show(
    <ConfirmProvider>
      <RuleForm rule={rule as unknown as OwnReturnRule} onClose={() => {}} />
    </ConfirmProvider>,
    'mailboxes',
  );
  const meaning = await screen.findByRole<HTMLInputElement>('combobox', { name: 'What they mean' });
  expect(meaning.value).toBe('');
  fireEvent.click(meaning);
  expect(await screen.findByRole('option', { name: 'Unsubscribed' })).toBeDefined();
  for (const name of ['Reported as spam', 'Automatic reply', 'News of a mail on its way'])
    expect(screen.queryByRole('option', { name })).toBeNull();
});
