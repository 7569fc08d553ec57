import { Button, Combobox, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconTemplate } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import type { BegunMail, TemplateSummary, TemplateUse } from '@/lib/api/types';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useBeginTemplate } from '../api/begin-template';
import buttons from './ReplyButtons.module.css';
import classes from './TemplatePicker.module.css';

type Props = {
  use: TemplateUse;
  onBegin: (begun: BegunMail, template: TemplateSummary) => void;
  /** Makes a template of what is written, where that may be done. */
  onSave?: () => void;
};

/** A template, found by its name and put into what is written. */
export function TemplatePicker({ use, onBegin, onSave }: Props) {
  const { t } = useTranslation();
  const templates = useActiveTemplates();
  const begin = useBeginTemplate();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch('');
    },
  });
  const found = templates.filter((template) => matches(template, search));
  const choose = (id: string) => {
    combobox.closeDropdown();
    const template = templates.find((one) => one.id === id);
    if (!template) return;
    begin.mutate(
      { id, use },
      {
        onSuccess: (begun) => onBegin(begun, template),
        onError: (error) => notifyProblem(error, t),
      },
    );
  };
  return (
    <Combobox
      store={combobox}
      width={320}
      position="top-start"
      withinPortal
      onOptionSubmit={choose}
      shadow="md"
    >
      <Combobox.Target targetType="button">
        <Button
          variant="subtle"
          color="gray"
          className={buttons.tool}
          data-choosing={combobox.dropdownOpened || undefined}
          aria-label={t('reply.template')}
          loading={begin.isPending}
          leftSection={<IconTemplate size={17} />}
          // What is written keeps the focus, or an empty box closes on a phone before it hears the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => combobox.toggleDropdown()}
        >
          <span className={buttons.word}>{t('reply.template')}</span>
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          aria-label={t('reply.templateSearch')}
          placeholder={t('reply.templateSearch')}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options mah={280} className={classes.options} aria-label={t('reply.template')}>
          {found.length === 0 && (
            <Combobox.Empty>
              {t(templates.length ? 'reply.templateNone' : 'reply.templateNoneYet')}
            </Combobox.Empty>
          )}
          {found.map((template) => (
            <Combobox.Option key={template.id} value={template.id}>
              <span className={classes.name}>{template.name}</span>
              {about(template) && <span className={classes.about}>{about(template)}</span>}
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {onSave && (
          <Combobox.Footer>
            <Button
              size="compact-sm"
              variant="subtle"
              fullWidth
              onClick={() => {
                combobox.closeDropdown();
                onSave();
              }}
            >
              {t('reply.saveAsTemplate')}
            </Button>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

function about({ folder, description }: TemplateSummary): string {
  return [folder.split('/').join(' / '), description].filter(Boolean).join(' · ');
}

/** Every word stands somewhere in it. */
function matches(template: TemplateSummary, search: string): boolean {
  const text = `${template.name} ${template.folder} ${template.description}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
