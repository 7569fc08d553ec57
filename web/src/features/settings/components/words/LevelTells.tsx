import { Checkbox, MultiSelect, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { WithHelp } from '@/components/help/Help';
import type { LevelDraft } from '../../escalation-form';
import classes from './EscalationLevels.module.css';

type Tell = LevelDraft['tell'];
type Props = {
  level: LevelDraft;
  people: { value: string; label: string }[];
  set: (change: Partial<LevelDraft>) => void;
};

const ROLES = ['owner', 'administrator', 'members'] as const;

/** Whom a level tells. */
export function LevelTells({ level, people, set }: Props) {
  const { t } = useTranslation();
  const { tell } = level;
  const change = (next: Partial<Tell>) => set({ tell: { ...tell, ...next } });
  return (
    <>
      <WithHelp name={t('escalation.tell')} help={t('escalation.tellHelp')}>
        <Checkbox.Group
          label={t('escalation.tell')}
          value={ROLES.filter((role) => tell[role])}
          onChange={(roles) =>
            change({
              owner: roles.includes('owner'),
              administrator: roles.includes('administrator'),
              members: roles.includes('members'),
            })
          }
        >
          <div className={classes.tell}>
            {ROLES.map((role) => (
              <Checkbox key={role} value={role} label={t(`escalation.tells.${role}`)} />
            ))}
          </div>
        </Checkbox.Group>
      </WithHelp>
      <MultiSelect
        label={t('escalation.users')}
        searchable
        maxValues={20}
        data={people}
        value={tell.user_ids}
        onChange={(ids) => change({ user_ids: ids })}
      />
      <WithHelp name={t('escalation.addresses')} help={t('escalation.addressesHelp')}>
        <TagsInput
          label={t('escalation.addresses')}
          placeholder={t('categories.notifyAddressesHint')}
          maxTags={5}
          acceptValueOnBlur
          value={tell.addresses}
          onChange={(addresses) => change({ addresses })}
        />
      </WithHelp>
      <AddressNotes
        addresses={tell.addresses}
        ours
        onReplace={(from, to) =>
          change({ addresses: tell.addresses.map((one) => (one.trim() === from ? to : one)) })
        }
      />
    </>
  );
}
