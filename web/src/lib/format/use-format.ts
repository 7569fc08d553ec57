// The format functions in the language that is shown.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage } from '@/lib/i18n/language';
import * as format from './format';

export type Format = ReturnType<typeof useFormat>;

export function useFormat() {
  const { i18n } = useTranslation();
  const language = isLanguage(i18n.language) ? i18n.language : 'en';
  return useMemo(
    () => ({
      language,
      short: (at: string | number) => format.shortInstant(new Date(at), new Date(), language),
      full: (at: string | number) => format.fullInstant(new Date(at), language),
      exact: (at: string | number) => format.exactInstant(new Date(at), language),
      day: (at: string | number) => format.fullDay(new Date(at), language),
      month: (at: string | number) => format.month(new Date(at), language),
      relative: (at: string | number) => format.relative(new Date(at), new Date(), language),
      octets: (size: number) => format.octets(size, language),
      count: (value: number) => format.count(value, language),
      span: (seconds: number) => format.span(seconds, language),
      duration: (ms: number) => format.duration(ms, language),
    }),
    [language],
  );
}
