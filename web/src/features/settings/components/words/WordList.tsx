import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  IconCheck,
  IconChevronDown,
  IconChevronUp,
  IconEdit,
  IconPlus,
  IconTrash,
  IconX,
} from '@/components/icons';
import { ProblemView } from '@/components/problem/ProblemView';
import classes from './WordList.module.css';

type Word = { id: string; name: string };

type Props<W extends Word> = {
  words: W[];
  /** The label of the field for a new one, and of its button. */
  nameLabel: string;
  newLabel: string;
  /** What taking one away is called, where it is not deleted. */
  deleteLabel?: string;
  saving: boolean;
  error: unknown;
  onCreate: (name: string, done: () => void) => void;
  onRename: (word: W, name: string, done: () => void) => void;
  onDelete: (word: W) => void;
  /** What stands beside a name, in a few words. */
  about?: (word: W) => string | undefined;
  /** Opens all that can be changed of one; absent where there is nothing but the name. */
  onOpen?: (word: W) => void;
  /** What stands in the place of an empty list. */
  empty: ReactNode;
  /** Two change places; absent where the order cannot be changed. */
  onSwap?: (one: W, other: W) => void;
};

/** A short ordered list of names that is changed in place: categories, priorities, request types. */
export function WordList<W extends Word>(props: Props<W>) {
  const { t } = useTranslation();
  const { words, onSwap } = props;
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <div className={classes.wrap}>
      {words.length === 0 && props.empty}
      <ol className={classes.words}>
        {words.map((word, index) => {
          const [before, after] = [words[index - 1], words[index + 1]];
          return (
            <li key={word.id} className={classes.word}>
              {editing === word.id ? (
                <NameForm
                  label={props.nameLabel}
                  initial={word.name}
                  onCancel={() => setEditing(null)}
                  onSave={(name) => props.onRename(word, name, () => setEditing(null))}
                />
              ) : (
                <>
                  <span className={classes.name}>
                    {word.name}
                    {props.about?.(word) && <span className={classes.about}>{props.about(word)}</span>}
                  </span>
                  {onSwap && (
                    <>
                      <ActionIcon
                        disabled={!before}
                        aria-label={`${t('common.moveUp')}: ${word.name}`}
                        onClick={() => before && onSwap(word, before)}
                      >
                        <IconChevronUp size={17} />
                      </ActionIcon>
                      <ActionIcon
                        disabled={!after}
                        aria-label={`${t('common.moveDown')}: ${word.name}`}
                        onClick={() => after && onSwap(word, after)}
                      >
                        <IconChevronDown size={17} />
                      </ActionIcon>
                    </>
                  )}
                  <ActionIcon
                    aria-label={`${t('common.edit')}: ${word.name}`}
                    onClick={() => (props.onOpen ? props.onOpen(word) : setEditing(word.id))}
                  >
                    <IconEdit size={16} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={`${props.deleteLabel ?? t('common.delete')}: ${word.name}`}
                    title={props.deleteLabel}
                    onClick={() => props.onDelete(word)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </>
              )}
            </li>
          );
        })}
      </ol>
      <ProblemView error={props.error} />
      <NewForm {...props} />
    </div>
  );
}

type NameProps = { label: string; initial: string; onSave: (name: string) => void; onCancel: () => void };

function NameForm({ label, initial, onSave, onCancel }: NameProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(initial);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onSave(name.trim());
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        aria-label={label}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      />
      <ActionIcon type="submit" size="lg" variant="filled" color="fjord" aria-label={t('common.save')}>
        <IconCheck size={18} />
      </ActionIcon>
      <ActionIcon size="lg" aria-label={t('common.cancel')} onClick={onCancel}>
        <IconX size={18} />
      </ActionIcon>
    </form>
  );
}

function NewForm<W extends Word>({ nameLabel, newLabel, saving, onCreate }: Props<W>) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onCreate(name.trim(), () => setName(''));
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        aria-label={nameLabel}
        description={t('words.newHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        placeholder={newLabel}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="light"
        leftSection={<IconPlus size={16} />}
        disabled={!name.trim()}
        loading={saving}
      >
        {newLabel}
      </Button>
    </form>
  );
}
