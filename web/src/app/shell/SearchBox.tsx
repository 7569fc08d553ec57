import { Kbd, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconSearch } from '@/components/icons';
import classes from './SearchBox.module.css';

/** Opens the search of all cases; "/" and Ctrl + K do the same from anywhere. */
export function SearchBox({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={classes.box} onClick={onOpen} aria-keyshortcuts="/ Control+K">
      <IconSearch size={16} />
      <span className={classes.text}>{t('search.title')}</span>
      <Kbd className={classes.key} aria-hidden>
        Ctrl K
      </Kbd>
    </UnstyledButton>
  );
}
