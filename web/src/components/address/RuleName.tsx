import { useTranslation } from 'react-i18next';
import { textOf } from '@/lib/i18n/text';

type Props = {
  rule: string;
  /** What the rule says of a mail. */
  of: string | null;
  /** The set that the rule is of, with its version. */
  rules?: string | null;
  /** Within a sentence. */
  within?: boolean;
};

/** How the server names a rule of the organisation's own. */
const OWN = 'own-';

/** A rule by what it says, as people read it; its id is for whoever points at it. */
export function RuleName({ rule, of, rules, within }: Props) {
  const name = useRuleName();
  const { t } = useTranslation();
  const isPlain = within && !rule.startsWith(OWN);
  return (
    <span title={rules ? `${rule} (${rules})` : rule}>
      {isPlain ? t('blockedAddresses.rule', { name: name(rule, of) }) : name(rule, of)}
    </span>
  );
}

/** The name of a rule that says `of`. */
export function useRuleName(): (rule: string, of: string | null) => string {
  const { t } = useTranslation();
  return (rule, of) => {
    const name = textOf(`returns.class.${of}`) ?? t('returns.class.unclassified');
    return rule.startsWith(OWN) ? t('blockedAddresses.ownRule', { name }) : name;
  };
}
