import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Message } from '@/lib/api/types';
import { useEditComment } from '../api/messages';
import classes from './MessageBody.module.css';

type Props = { caseId: string; message: Message; onDone: () => void };

/** Where a comment is mended. */
export function EditComment({ caseId, message, onDone }: Props) {
  const { t } = useTranslation();
  const edit = useEditComment();
  const [text, setText] = useState(message.full_text);
  const save = () => edit.mutate({ caseId, id: message.id, text }, { onSuccess: onDone });
  return (
    <div className={classes.body}>
      <Textarea
        autosize
        autoFocus
        minRows={3}
        maxRows={16}
        aria-label={t('reply.comment')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <ProblemView error={edit.error} />
      <Group mt="xs" gap="xs">
        <Button size="xs" disabled={!text.trim()} loading={edit.isPending} onClick={save}>
          {t('common.save')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </Group>
    </div>
  );
}
