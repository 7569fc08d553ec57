import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { show } from '@/test/Render';
import { ListRow } from './ListRow';
import type { ListColumn } from './list-types';

const COLUMNS = [
  { id: 'cause', header: 'Cause', width: '6rem', cell: (row: string) => row },
  { id: 'sign', header: 'Sign', width: '6rem', cell: () => <b>blocked</b> },
] as ListColumn<string>[];

test('what is cut of a cell in the one line that a row has is read by pointing at it', () => {
  show(
    <ListRow
      row="From an imported list, and reported as spam"
      name="kari"
      index={0}
      line={0}
      columns={COLUMNS}
      card={undefined}
      style={{}}
      focusable
      open={false}
      emphasis={undefined}
      onOpen={() => {}}
      onFocus={() => {}}
      rowRef={null}
    />,
  );
  expect(screen.getByTitle('From an imported list, and reported as spam')).toBeDefined();
  expect(screen.getAllByRole('gridcell')[1]?.getAttribute('title')).toBeNull();
});
