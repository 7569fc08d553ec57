import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FieldGroup } from '@/components/form/FormDrawer';
import { IconPlus } from '@/components/icons';
import type { Priority } from '@/lib/api/types';
import { LEVELS_MAX, type LevelDraft, newDraft } from '../../escalation-form';
import classes from './EscalationLevels.module.css';
import { LevelFields } from './LevelFields';

type Props = {
  levels: LevelDraft[];
  /** The priorities that a level can raise to. */
  higher: Priority[];
  error: string | undefined;
  onChange: (levels: LevelDraft[]) => void;
};

/** What happens to a priority's cases when they take too long, level by level. */
export function EscalationLevels({ levels, higher, error, onChange }: Props) {
  const { t } = useTranslation();
  const key = Math.max(0, ...levels.map((level) => level.key)) + 1;
  return (
    <FieldGroup title={t('escalation.title')} help={t('escalation.help')} hint={t('escalation.hint')}>
      {levels.map((level, index) => (
        <LevelFields
          key={level.key}
          number={index + 1}
          level={level}
          higher={higher}
          onChange={(changed) => onChange(levels.map((one) => (one.key === level.key ? changed : one)))}
          onRemove={() => onChange(levels.filter((one) => one.key !== level.key))}
        />
      ))}
      {error && (
        <Text role="alert" className={classes.error}>
          {error}
        </Text>
      )}
      {levels.length < LEVELS_MAX && (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => onChange([...levels, newDraft(key)])}
          >
            {t('escalation.add')}
          </Button>
        </div>
      )}
    </FieldGroup>
  );
}
