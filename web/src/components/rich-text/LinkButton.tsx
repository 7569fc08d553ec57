import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core';
import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconLink } from '../icons';
import { linkTarget } from './link-target';
import classes from './RichText.module.css';

type Props = { editor: Editor; opened: boolean; onOpen: (open: boolean) => void };

/** Where the selected words lead. */
export function LinkButton({ editor, opened, onOpen }: Props) {
  const { t } = useTranslation();
  const [target, setTarget] = useState('');
  const [wrong, setWrong] = useState(false);
  const href = useEditorState({
    editor,
    selector: ({ editor }) =>
      editor.isActive('link') ? String(editor.getAttributes('link').href ?? '') : null,
  });
  useEffect(() => {
    if (!opened) return;
    setTarget(href ?? '');
    setWrong(false);
  }, [opened, href]);
  const close = () => {
    onOpen(false);
    editor.commands.focus();
  };
  const save = () => {
    const to = linkTarget(target);
    if (!to) return setWrong(true);
    const chain = editor.chain().focus().extendMarkRange('link');
    const { empty } = editor.state.selection;
    if (empty && href === null) {
      chain
        .insertContent({ type: 'text', text: target.trim(), marks: [{ type: 'link', attrs: { href: to } }] })
        .run();
    } else {
      chain.setLink({ href: to }).run();
    }
    onOpen(false);
  };
  const remove = () => {
    editor.chain().focus().extendMarkRange('link').unsetLink().run();
    onOpen(false);
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    save();
  };
  return (
    <Popover opened={opened} onChange={onOpen} position="top-start" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          size="sm"
          className={classes.tool}
          aria-label={t('richText.link')}
          title={`${t('richText.link')} (Ctrl+K)`}
          aria-pressed={href !== null}
          tabIndex={-1}
          onClick={() => onOpen(!opened)}
        >
          <IconLink size={16} />
        </ActionIcon>
      </Popover.Target>
      {/* Here the mouse marks words of the address. */}
      <Popover.Dropdown onMouseDown={(event) => event.stopPropagation()}>
        <TextInput
          size="xs"
          w={280}
          label={t('richText.linkTarget')}
          placeholder="https://"
          data-autofocus
          value={target}
          error={wrong && t('richText.linkWrong')}
          onChange={(event) => {
            setTarget(event.currentTarget.value);
            setWrong(false);
          }}
          onKeyDown={press}
        />
        <Group gap="xs" mt="xs" justify="flex-end">
          {href !== null && (
            <Button size="compact-xs" variant="default" onClick={remove}>
              {t('richText.linkRemove')}
            </Button>
          )}
          <Button size="compact-xs" onClick={save}>
            {t('richText.linkSave')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
