import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconTag } from '@/components/icons';
import { StatusDot } from '@/components/status/StatusDot';
import { useTags } from '@/lib/requests/tags';
import classes from './TagMenu.module.css';

/** Known tags that are offered at a time; writing narrows them. */
const OFFERED = 8;

/** A tag for the selected cases: one of those that are known, or a new word. */
export function TagMenu({ onAdd }: { onAdd: (tag: string) => void }) {
  const { t } = useTranslation();
  const [opened, shown] = useDisclosure(false);
  const [tag, setTag] = useState('');
  const written = tag.trim();
  const known = useTags().filter(({ name }) => name.toLowerCase().includes(written.toLowerCase()));
  const add = (name: string) => {
    shown.close();
    setTag('');
    onAdd(name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (written) add(written);
  };
  return (
    <Popover
      opened={opened}
      onChange={(on) => !on && shown.close()}
      width={280}
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconTag size={15} />} onClick={shown.toggle}>
          {t('caseTags.add')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t('caseTags.add')}>
        <form onSubmit={submit} className={classes.form}>
          <TextInput
            size="xs"
            data-autofocus
            aria-label={t('caseTags.label')}
            placeholder={t('caseTags.placeholder')}
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
          />
          <Button size="xs" type="submit" disabled={!written}>
            {t('common.add')}
          </Button>
        </form>
        {known.length > 0 && (
          <ul className={classes.known}>
            {known.slice(0, OFFERED).map(({ id, name, colour }) => (
              <li key={id}>
                <UnstyledButton className={classes.tag} onClick={() => add(name)}>
                  <StatusDot tone="busy" colour={colour}>
                    {name}
                  </StatusDot>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
