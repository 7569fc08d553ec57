import { screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { SpfProposal } from '@/lib/api/types';
import { show } from '@/test/Render';
import { SpfField } from './SpfField';
import { UNSET, valuesOf } from './transport-form';

const asked = { mutate: vi.fn(), data: undefined as SpfProposal | undefined, variables: 'smtp.relay.no' };

vi.mock('@/lib/requests/spf-proposal', () => ({ useSpfProposal: () => asked }));

function field(spf_terms = '', host = 'smtp.relay.no') {
  const set = vi.fn();
  const values = { ...valuesOf(UNSET), host, spf_terms };
  show(<SpfField form={{ values, set, errorOf: () => undefined }} />);
  return set;
}

test('what the addresses of the server are is offered, and entered by whoever takes it alone', () => {
  asked.data = { is_needed: true, is_known: false, terms: 'ip4:192.88.99.7', found: 'addresses' };
  const set = field();
  screen.getByRole('button', { name: 'Suggest values' }).click();
  expect(asked.mutate.mock.calls[0]?.[0]).toBe('smtp.relay.no');
  expect(set).not.toHaveBeenCalled();
  screen.getByRole('button', { name: 'Use' }).click();
  expect(set).toHaveBeenCalledWith({ spf_terms: 'ip4:192.88.99.7' });
  expect(document.activeElement).toBe(screen.getByRole('textbox'));
});

test('why nothing is proposed is said where the answer is awaited', () => {
  for (const [found, words] of [
    ['no_such_name', /no server of this name/],
    ['no_address', /has no address/],
    ['not_public', /internal network/],
    ['unanswered', /do not answer/],
  ] as const) {
    asked.data = { is_needed: true, is_known: false, terms: '', found };
    field();
    expect(screen.getByText(words).closest('[role="status"]')).not.toBeNull();
  }
});

test('a provider with a return path of its own needs nothing, and one that is known nothing entered', () => {
  asked.data = { is_needed: false, is_known: true, terms: '', found: 'not_needed' };
  field();
  expect(screen.getByText(/Nothing is needed in SPF/)).toBeDefined();
  asked.data = { is_needed: true, is_known: true, terms: 'include:a.no', found: 'known' };
  field();
  expect(screen.getByText(/uses include:a\.no/)).toBeDefined();
});

test('nothing is proposed in the place of what is entered, without a server, nor for another one', () => {
  asked.data = { is_needed: true, is_known: false, terms: 'ip4:192.88.99.7', found: 'addresses' };
  field('include:a.no');
  field('', '');
  expect(screen.queryByRole('button', { name: 'Suggest values' })).toBeNull();
  field('', 'smtp.other.no');
  expect(screen.queryByText('ip4:192.88.99.7')).toBeNull();
});
