import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ColourPicker } from '@/components/status/ColourPicker';
import type { Colour } from '@/lib/api/types';

type Named = { name: string; colour: Colour };

type Props = {
  label: string;
  description: string;
  /** What stands for it while it has no name. */
  placeholder?: string;
  maxLength: number;
  value: Named;
  error?: string;
  onChange: (next: Partial<Named>) => void;
};

/** What a word of the organisation's own looks like wherever it stands. */
export function NameAndColour({ value, error, onChange, ...field }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput
        {...field}
        data-autofocus
        value={value.name}
        error={error}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <ColourPicker
        label={t('statuses.colour')}
        description={t('statuses.colourHint')}
        value={value.colour}
        onChange={(colour) => onChange({ colour })}
      />
    </>
  );
}
