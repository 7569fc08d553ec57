import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Case } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import type { Draft } from '../draft';
import { passedOn } from '../forwarding';
import classes from './ForwardFiles.module.css';
import { writerOf } from './people';

type Props = { shown: Case; draft: Draft; onChange: (next: Partial<Draft>) => void };

/** Which message is passed on, and which of its files go along. */
export function ForwardFiles({ shown, draft, onChange }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const message = passedOn(shown, draft);
  const files = message?.attachments.filter((file) => !file.inline) ?? [];
  if (draft.mode !== 'forward' || !message) return null;
  const name = writerOf(message) ?? t('common.somebody');
  const said = (
    <p className={classes.said}>{t('reply.passesOn', { name, when: format.short(message.created_at) })}</p>
  );
  if (files.length === 0) return said;
  return (
    <>
      {said}
      <Checkbox.Group
        size="xs"
        label={t('reply.forwardFiles')}
        value={draft.attachments.map(String)}
        onChange={(chosen) =>
          onChange({ message_id: message.id, attachments: chosen.map(Number).sort((a, b) => a - b) })
        }
      >
        <div className={classes.files}>
          {files.map((file) => (
            <Checkbox
              key={file.index}
              size="xs"
              value={String(file.index)}
              label={`${file.name} (${format.octets(file.size_octets)})`}
            />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
