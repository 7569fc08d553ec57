import { Kbd, Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Right } from '@/lib/api/types';
import { useSession } from '@/lib/session/SessionContext';
import { emailPlaces, maySeeCases, settingsPlaces } from '../places';
import classes from './KeyboardHelp.module.css';

const GROUPS = [
  {
    title: 'shortcuts.everywhere',
    rows: [
      ['shortcuts.goCases', ['g', 'c'], 'then'],
      ['shortcuts.goEmail', ['g', 'e'], 'then'],
      ['shortcuts.goSettings', ['g', 's'], 'then'],
      ['shortcuts.goProfile', ['g', 'p'], 'then'],
      ['shortcuts.newMail', ['g', 'n'], 'then'],
      ['shortcuts.search', ['/', 'Ctrl + K'], 'or'],
      ['shortcuts.help', ['?'], 'or'],
      ['shortcuts.close', ['Esc'], 'or'],
    ],
  },
  {
    title: 'shortcuts.inLists',
    rows: [
      ['shortcuts.down', ['j', '↓'], 'or'],
      ['shortcuts.up', ['k', '↑'], 'or'],
      ['shortcuts.ends', ['Home', 'End'], 'or'],
      ['shortcuts.open', ['Enter'], 'or'],
      ['shortcuts.select', ['Space'], 'or'],
      ['shortcuts.range', ['Shift + ↓', 'Shift + ↑'], 'or'],
      ['shortcuts.all', ['Ctrl + A'], 'or'],
      ['shortcuts.page', ['Page Up', 'Page Down'], 'or'],
      ['shortcuts.nextCase', ['n'], 'or'],
      ['shortcuts.unselect', ['Esc'], 'or'],
      ['shortcuts.width', ['←', '→'], 'or'],
    ],
  },
  {
    title: 'shortcuts.inCase',
    rows: [
      ['shortcuts.reply', ['r'], 'or'],
      ['shortcuts.replyAll', ['a'], 'or'],
      ['shortcuts.forward', ['f'], 'or'],
      ['shortcuts.comment', ['c'], 'or'],
      ['shortcuts.send', ['Ctrl + Enter'], 'or'],
      ['shortcuts.undo', ['z'], 'or'],
      ['shortcuts.closeCase', ['e'], 'or'],
      ['shortcuts.back', ['u', 'Esc'], 'or'],
    ],
  },
] as const;

type Text = (typeof GROUPS)[number]['rows'][number][0];

/** Those that lead where his rights show nothing: they do nothing for him. */
export function leadNowhere(rights: readonly Right[]): Set<Text> {
  const none = new Set<Text>();
  if (!maySeeCases(rights)) for (const text of OF_CASES) none.add(text);
  if (emailPlaces(rights).length === 0) none.add('shortcuts.goEmail');
  if (settingsPlaces(rights).length === 0) none.add('shortcuts.goSettings');
  return none;
}

const OF_CASES = ['shortcuts.goCases', 'shortcuts.newMail', 'shortcuts.search'] as const;

/** The sheet of all shortcuts. */
export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const hidden = leadNowhere(useSession().rights);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      size="44rem"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={classes.groups}>
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3 className={classes.title}>{t(group.title)}</h3>
            <dl className={classes.rows}>
              {shownOf(group.rows, hidden).map(([text, keys, joint]) => (
                <div key={text} className={classes.row}>
                  <dt>{t(text)}</dt>
                  <dd>
                    {keys.map((key, index) => (
                      <Fragment key={key}>
                        {index > 0 && <span className={classes.joint}>{t(`shortcuts.${joint}`)}</span>}
                        <Kbd>{key === 'Space' ? t('shortcuts.space') : key}</Kbd>
                      </Fragment>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}

type Row = (typeof GROUPS)[number]['rows'][number];

const shownOf = (rows: readonly Row[], hidden: Set<Text>) => rows.filter(([text]) => !hidden.has(text));
