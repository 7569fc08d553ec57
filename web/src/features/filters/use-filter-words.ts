import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Filter, FilterAction } from '@/lib/api/types';
import { conditionWords, inSentence, joined } from '@/lib/filters/condition-words';
import { useFormat } from '@/lib/format/use-format';
import { useCategories } from '@/lib/requests/categories';
import { useMailboxNames } from '@/lib/requests/mailbox-names';
import { usePeople } from '@/lib/requests/people';
import { usePriorities } from '@/lib/requests/priorities';
import { requestTypesQuery } from '@/lib/requests/request-types';
import { useStatuses } from '@/lib/requests/statuses';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useMay } from '@/lib/session/SessionContext';

export type Rules = Pick<Filter, 'combine' | 'conditions' | 'actions' | 'stop'>;

/** A filter in words: when it acts, what it does, and on whose mail. */
export function useFilterWords() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const categories = useCategories();
  const priorities = usePriorities();
  const statuses = useStatuses();
  // Archived ones too: a filter that names one gives what stands for it.
  const types = useQuery(requestTypesQuery).data ?? [];
  const people = usePeople(useMay('cases_all', 'cases_own'));
  const templates = useActiveTemplates();
  const mailboxes = useMailboxNames(true);
  const nameIn = (named: { id: string; name: string }[], id: string) =>
    named.find((item) => item.id === id)?.name ?? '–';

  const when = ({ combine, conditions }: Pick<Rules, 'combine' | 'conditions'>) => {
    if (conditions.length === 0) return t('filters.everyMail');
    const phrases = conditions.map((condition, place) => {
      const asked = condition.field === 'request_type' ? nameIn(types, condition.value ?? '') : undefined;
      const words = conditionWords({ ...condition, value: asked ?? condition.value }, { t, format });
      return place === 0 ? words : inSentence(words);
    });
    return joined(phrases, combine === 'any' ? 'disjunction' : 'conjunction', i18n.language);
  };

  const effect = (action: FilterAction): string => {
    switch (action.kind) {
      case 'category':
        return t('filters.thenCategory', { name: nameIn(categories, action.category_id) });
      case 'priority':
        return t('filters.thenPriority', { name: nameIn(priorities, action.priority_id) });
      case 'request_type':
        return t('filters.thenRequestType', { name: nameIn(types, action.request_type_id) });
      case 'owner':
        return t('filters.thenOwner', { name: nameIn(people, action.user_id) });
      case 'status':
        return t('filters.thenStatus', {
          name:
            statuses.find(({ id }) => id === action.status_id)?.name ??
            inSentence(t(`status.${action.status}`)),
        });
      case 'title':
        return t('filters.thenTitle', { text: action.text });
      case 'customer_name':
        return t('filters.thenCustomerName', { text: action.text });
      case 'customer_address':
        return t('filters.thenCustomerAddress', { text: action.text });
      case 'find_customer':
        return t('filters.thenFindCustomer', { text: action.text });
      case 'customer_phone':
        return t('filters.thenCustomerPhone', { text: action.text });
      case 'customer_company':
        return t('filters.thenCustomerCompany', { text: action.text });
      case 'tags':
        return t('filters.thenTags', { text: action.text });
      case 'forward':
        return t('filters.thenForward', { text: action.text });
      case 'reply':
        return t('filters.thenReply', { name: nameIn(templates, action.template_id) });
      case 'reply_to': {
        const { text, template_id } = action;
        return t('filters.thenReplyTo', { text, name: nameIn(templates, template_id) });
      }
      case 'link_case':
        return t('filters.thenLinkCase', { text: action.text });
      case 'block':
        return t('filters.thenBlock');
      case 'discard':
        return t('filters.thenDiscard');
      case 'replace_text':
        return t('filters.thenReplaceText');
      case 'new_case':
        return t('filters.thenNewCase');
      case 'ignore_sender':
        return t('filters.thenIgnoreSender');
      case 'no_auto_reply':
        return t('filters.thenNoAutoReply');
      case 'bounced':
        return t('filters.thenBounced');
      case 'debug':
        return t('filters.thenDebug');
    }
  };

  return {
    /** One action with what it names: a recipient, a template, a category. */
    effect,
    /** The whole filter as one sentence. */
    rule: (rules: Rules) => {
      const effects = joined(rules.actions.map(effect), 'conjunction', i18n.language);
      const sentence = `${when(rules)} → ${effects}`;
      return rules.stop ? sentence : `${sentence}. ${t('filters.goesOn')}`;
    },
    mailboxes: (ids: string[]) =>
      ids.length === 0
        ? t('filters.form.allMailboxes')
        : ids.map((id) => mailboxes.find((mailbox) => mailbox.id === id)?.address ?? '–').join(', '),
  };
}
