// The sentence about what came of an action of a filter.
import type { TFunction } from 'i18next';
import type { FilterDeed } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import type { Sentence } from './sentence';

export function deedSentence(step: FilterDeed, t: TFunction): Sentence {
  switch (step.deed) {
    case 'customer_found': {
      const { name } = step;
      const text = textOf(`timeline.customerFound.${step.by}`, { name });
      return { text: text ?? t('timeline.customerFound.other', { name }), details: [], tone: 'normal' };
    }
    case 'customer_not_found': {
      const key = step.several ? 'timeline.customerSeveral' : 'timeline.customerNotFound';
      return { text: t(key, { text: step.text }), details: [], tone: 'wait' };
    }
    case 'customer_changed': {
      const { phone, company } = step;
      const details = [
        ...(phone ? [t('timeline.customerPhone', { phone })] : []),
        ...(company ? [t('timeline.senderCompany', { company })] : []),
      ];
      return { text: t('timeline.customerChanged', { name: step.name }), details, tone: 'normal' };
    }
    case 'tagged': {
      const refused =
        step.refused.length > 0 ? [t('timeline.tagsRefused', { tags: step.refused.join(', ') })] : [];
      if (step.tags.length === 0) return { text: refused[0] ?? '', details: [], tone: 'wait' };
      return { text: t('timeline.tagged', { tags: step.tags.join(', ') }), details: refused, tone: 'normal' };
    }
    case 'letter_sent': {
      const { recipient, template } = step;
      return { text: t('timeline.letterSent', { recipient, template }), details: [], tone: 'good' };
    }
    case 'letter_not_sent': {
      const { recipient, because } = step;
      const text = textOf(`timeline.letterNotSent.${because}`, { recipient });
      return { text: text ?? t('timeline.letterNotSent.other', { recipient }), details: [], tone: 'wait' };
    }
    default:
      // A server newer than this page.
      return { text: t('timeline.unknown'), details: [], tone: 'normal' };
  }
}
