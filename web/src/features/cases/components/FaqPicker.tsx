import { Button, Combobox, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAnswer } from '@/components/icons';
import { notifyProblem } from '@/components/problem/notify';
import type { FaqSuggestion, FaqSummary, FilledTemplate, TemplateUse } from '@/lib/api/types';
import { LANGUAGE_NAMES } from '@/lib/i18n/language';
import { useFaqEntries } from '@/lib/requests/faq';
import { useFaqSuggestions, useFillFaq } from '../api/faq';
import buttons from './ReplyButtons.module.css';
import classes from './TemplatePicker.module.css';

type Props = { use: TemplateUse; onInsert: (filled: FilledTemplate) => void };

/** Entries shown beside those that are suggested. */
const OTHERS_MAX = 50;

/** An answer of the FAQ, put into what is written: first those that fit what the customer wrote. */
export function FaqPicker({ use, onInsert }: Props) {
  const { t } = useTranslation();
  const entries = useFaqEntries();
  const fill = useFillFaq();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setSearch('');
    },
  });
  const suggested = useFaqSuggestions(use.case_id ?? undefined, combobox.dropdownOpened);
  if (entries.length === 0) return null;
  const fitting = (suggested.data ?? []).filter(({ title }) => matches(title, search));
  const others = entries
    .filter((entry) => !fitting.some(({ id }) => id === entry.id))
    .filter(({ title, folder, keywords }) => matches(`${title} ${folder} ${keywords.join(' ')}`, search))
    .slice(0, OTHERS_MAX);
  const choose = (id: string) => {
    combobox.closeDropdown();
    fill.mutate({ id, use }, { onSuccess: onInsert, onError: (error) => notifyProblem(error, t) });
  };
  const why = ({ percent, keyword, words }: FaqSuggestion) =>
    keyword ? t('faq.byKeyword', { keyword }) : t('faq.byWords', { percent, words: words.join(', ') });
  return (
    <Combobox
      store={combobox}
      width={360}
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
          aria-label={t('reply.faq')}
          loading={fill.isPending}
          leftSection={<IconAnswer size={17} />}
          // What is written keeps the focus, or an empty box closes on a phone before it hears the click.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => combobox.toggleDropdown()}
        >
          <span className={buttons.word}>{t('reply.faq')}</span>
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          aria-label={t('reply.faqSearch')}
          placeholder={t('reply.faqSearch')}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
        <Combobox.Options mah={320} className={classes.options} aria-label={t('reply.faq')}>
          {suggested.isLoading && <Combobox.Empty>{t('reply.faqLooking')}</Combobox.Empty>}
          {suggested.isError && <Combobox.Empty>{t('reply.faqFailed')}</Combobox.Empty>}
          {fitting.length > 0 && (
            <Combobox.Group label={t('reply.faqSuggested')}>
              {fitting.map((one) => (
                <Combobox.Option key={one.id} value={one.id}>
                  <span className={classes.name}>{one.title}</span>
                  <span className={classes.about}>{why(one)}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {use.case_id && suggested.data?.length === 0 && !search && (
            <Combobox.Empty>{t('reply.faqNone')}</Combobox.Empty>
          )}
          <Others entries={others} titled={fitting.length > 0} />
          {fitting.length + others.length === 0 && search && (
            <Combobox.Empty>{t('reply.faqNoMatch')}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Others({ entries, titled }: { entries: FaqSummary[]; titled: boolean }) {
  const { t } = useTranslation();
  const options = entries.map(({ id, title, folder, language }) => (
    <Combobox.Option key={id} value={id}>
      <span className={classes.name}>{title}</span>
      <span className={classes.about}>
        {[folder.split('/').join(' / '), LANGUAGE_NAMES[language]].filter(Boolean).join(' · ')}
      </span>
    </Combobox.Option>
  ));
  if (options.length === 0) return null;
  return titled ? <Combobox.Group label={t('reply.faqOthers')}>{options}</Combobox.Group> : options;
}

/** Every word stands somewhere in it. */
function matches(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
