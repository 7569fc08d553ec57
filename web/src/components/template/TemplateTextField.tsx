import { Button, Menu, Textarea } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconBraces } from '../icons';
import classes from './Template.module.css';
import { VARIABLES, withVariable } from './variables';

type Props = {
  label: string;
  description?: ReactNode;
  value: string;
  error?: string;
  rows?: number;
  /** Whether nobody writes it, so that it cannot speak of who does. */
  automatic?: boolean;
  /** Whether answers of the FAQ may be suggested in it. */
  suggests?: boolean;
  onChange: (text: string) => void;
};

/** A text with variables, and a menu that puts one where the cursor stands. */
export function TemplateTextField({
  value,
  onChange,
  rows = 8,
  automatic,
  suggests = true,
  ...field
}: Props) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (variable: string) => {
    const [start, end] = [area.current?.selectionStart ?? value.length, area.current?.selectionEnd ?? 0];
    const next = withVariable(value, variable, start, Math.max(start, end));
    onChange(next.text);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.cursor, next.cursor);
    });
  };
  const offered = VARIABLES.filter(
    (name) => !(automatic && name.startsWith('user.')) && (suggests || !name.startsWith('faq.')),
  );
  return (
    <div className={classes.field}>
      <Textarea
        {...field}
        ref={area}
        autosize
        minRows={rows}
        maxRows={24}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Menu position="bottom-start" shadow="md" returnFocus={false}>
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" leftSection={<IconBraces size={15} />}>
            {t('templateText.insert')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.variables}>
          {offered.map((name) => (
            <Menu.Item key={name} onClick={() => insert(name)}>
              <span className={classes.variable}>
                {t(`variable.${name}`)}
                <code>{`[[${name}]]`}</code>
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
