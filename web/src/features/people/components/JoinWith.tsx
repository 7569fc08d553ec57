import { Button, Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconMerge, IconSearch } from '@/components/icons';
import classes from './JoinWith.module.css';

type Row = { id: string; name: string };
type Props<T extends Row> = {
  /** Who is open. */
  one: T;
  /** Those who fit a text. */
  useFound: (text: string) => T[];
  detail: (row: T) => string;
  dialog: (pair: [T, T], close: () => void, done: () => void) => ReactNode;
  onDone: () => void;
};

/** Joins the one that is open with another, who is looked up first. */
export function JoinWith<T extends Row>(props: Props<T>) {
  const { t } = useTranslation();
  const [picking, picker] = useDisclosure(false);
  const [other, setOther] = useState<T>();
  return (
    <>
      <div>
        <Button size="xs" variant="default" leftSection={<IconMerge size={15} />} onClick={picker.open}>
          {t('joining.with')}
        </Button>
      </div>
      <Modal
        opened={picking}
        onClose={picker.close}
        title={t('joining.choose')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {picking && (
          <Choices
            {...props}
            onChoose={(chosen) => {
              picker.close();
              setOther(chosen);
            }}
          />
        )}
      </Modal>
      {other &&
        props.dialog(
          [props.one, other],
          () => setOther(undefined),
          () => {
            setOther(undefined);
            props.onDone();
          },
        )}
    </>
  );
}

type ChoicesProps<T extends Row> = Pick<Props<T>, 'one' | 'useFound' | 'detail'> & {
  onChoose: (row: T) => void;
};

function Choices<T extends Row>({ one, useFound, detail, onChoose }: ChoicesProps<T>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 200);
  const found = useFound(asked.trim()).filter((row) => row.id !== one.id);
  return (
    <>
      <TextInput
        data-autofocus
        label={t('joining.search')}
        description={t('joining.searchHint')}
        leftSection={<IconSearch size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ul className={classes.found} aria-label={t('joining.search')}>
        {found.map((row) => (
          <li key={row.id}>
            <UnstyledButton className={classes.row} onClick={() => onChoose(row)}>
              <strong>{row.name}</strong>
              <span>{detail(row)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {asked && found.length === 0 && <p className={classes.nothing}>{t('joining.nothing')}</p>}
    </>
  );
}
