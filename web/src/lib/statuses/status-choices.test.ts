import { describe, expect, it } from 'vitest';
import type { Status } from '../api/types';
import { changeTo, choicesOf } from './status-choices';

const status = (id: string, kind: Status['kind'], rest: Partial<Status> = {}): Status => ({
  id,
  kind,
  name: null,
  is_default: false,
  is_usual: false,
  colour: 'granite',
  new_case_on_reply: false,
  in_queue: false,
  archived_at: null,
  replaced_by: null,
  ...rest,
});
const word = (kind: string) => `<${kind}>`;

describe('the statuses that can be chosen', () => {
  it('are the three kinds until the others are known', () => {
    const choices = choicesOf([], word);
    expect(choices.map(({ label }) => label)).toEqual(['<open>', '<waiting>', '<closed>']);
    expect(choices.map(changeTo)).toEqual([{ status: 'open' }, { status: 'waiting' }, { status: 'closed' }]);
  });

  it("are the organisation's own in its order, without those in the archive", () => {
    const all = [
      status('1', 'open', { is_default: true }),
      status('4', 'open', { name: 'Under arbeid' }),
      status('5', 'open', { name: 'Gammel', archived_at: '2026-01-01T00:00:00.000Z', replaced_by: '4' }),
      status('2', 'waiting', { is_default: true, name: 'Hos kunden' }),
      status('3', 'closed', { is_default: true }),
    ];
    const choices = choicesOf(all, word);
    expect(choices.map(({ label }) => label)).toEqual(['<open>', 'Under arbeid', 'Hos kunden', '<closed>']);
    expect(choices.map(changeTo)[1]).toEqual({ status_id: '4' });
  });
});
