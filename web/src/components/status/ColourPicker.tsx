import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Colour } from '@/lib/api/types';
import classes from './ColourPicker.module.css';

export const COLOURS = [
  'granite',
  'fjord',
  'spruce',
  'cloudberry',
  'lingonberry',
  'bilberry',
] as const satisfies Colour[];

type Props = { label: string; description?: string; value: Colour; onChange: (colour: Colour) => void };

/** One of the colours of the house, each with its name. */
export function ColourPicker({ label, description, value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={label}
      description={description}
      value={value}
      onChange={(colour) => onChange(colour as Colour)}
    >
      <div className={classes.colours}>
        {COLOURS.map((colour) => (
          <Radio
            key={colour}
            value={colour}
            label={
              <span className={classes.name}>
                <span className={classes.dot} data-colour={colour} aria-hidden />
                {t(`colour.${colour}`)}
              </span>
            }
          />
        ))}
      </div>
    </Radio.Group>
  );
}
