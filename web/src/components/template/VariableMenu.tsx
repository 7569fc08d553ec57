import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconBraces } from '../icons';
import classes from './Template.module.css';
import type { VARIABLES } from './variables';

type Name = (typeof VARIABLES)[number];

type Props = { offered: readonly Name[]; onChoose: (name: Name) => void };

/** What can stand in a text with variables. */
export function VariableMenu({ offered, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" shadow="md" returnFocus={false}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<IconBraces size={15} />}>
          {t('templateText.insert')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.variables}>
        {offered.map((name) => (
          <Menu.Item key={name} onClick={() => onChoose(name)}>
            <span className={classes.variable}>
              {t(`variable.${name}`)}
              <code>{`[[${name}]]`}</code>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
