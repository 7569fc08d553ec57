import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import { Time } from '@/components/time/Time';
import type { CaseRow } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { type CasesRequest, useCases } from '../api/list-cases';
import classes from './CasePicker.module.css';

type Props = {
  title: string;
  hint: string;
  /** Cases that cannot be chosen. */
  without: string[];
  opened: boolean;
  onClose: () => void;
  onChoose: (found: CaseRow) => void;
};

const SHOWN = 8;

/** Chooses another case by its number, its subject or its customer. */
export function CasePicker(props: Props) {
  const { t } = useTranslation();
  const { title, opened, onClose } = props;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {opened && <Choices {...props} />}
    </Modal>
  );
}

function Choices({ hint, without, onChoose }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const list = useCases(requestOf(asked));
  const rows = list.rows.filter((row) => !without.includes(row.id)).slice(0, SHOWN);
  return (
    <div className={classes.picker}>
      <TextInput
        data-autofocus
        label={t('casePicker.search')}
        description={hint}
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes.found} aria-label={t('casePicker.found')}>
        {rows.map((row) => (
          <li key={row.id}>
            <UnstyledButton className={classes.row} onClick={() => onChoose(row)}>
              <span className={classes.number}>{row.number}</span>
              <span className={classes.words}>
                <strong>{row.title || t('common.noSubject')}</strong>
                <span>{row.customer_name ?? readable(row.customer_address)}</span>
              </span>
              <Time at={row.last_message_at} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {list.status === 'success' && rows.length === 0 && (
        <p className={classes.nothing}>{t('casePicker.nothing')}</p>
      )}
    </div>
  );
}

/** A number is looked up as one; everything else is searched for. */
function requestOf(text: string): CasesRequest {
  const number = /^#?\s*(\d{1,15})$/.exec(text.trim())?.[1];
  const newest = { status: 'all', sort: 'last_message_at', descending: true };
  return number ? { ...newest, number: Number(number) } : { ...newest, q: text.trim() || undefined };
}
