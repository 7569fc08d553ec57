import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WithHelp } from '@/components/help/Help';

type Props = {
  members: { value: string; label: string }[];
  weights: Record<string, number>;
  onChange: (weights: Record<string, number>) => void;
};

/** How often each member is given a case, beside the others. */
export function MemberWeights({ members, weights, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {members.map(({ value, label }) => {
        const name = t('categories.weightOf', { name: label });
        return (
          <WithHelp key={value} name={name} help={t('categories.weightHelp')}>
            <NumberInput
              label={name}
              min={1}
              max={100}
              allowDecimal={false}
              value={weights[value] ?? 1}
              onChange={(weight) => onChange({ ...weights, [value]: Math.max(1, Number(weight)) })}
            />
          </WithHelp>
        );
      })}
    </>
  );
}
