import { Textarea } from '@mantine/core';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Draft, Sender } from '@/lib/api/types';
import { isAddress } from '@/lib/mail/address';
import { useSharedSender } from '../api/mail-senders';
import { useInsertion } from '../use-insertion';
import { type Fields, useNewWriting } from '../use-new-draft';
import { useStarting } from '../use-starting';
import { FaqPicker } from './FaqPicker';
import { FileChips } from './FileChips';
import { ReplyButtons } from './ReplyButtons';
import { SignatureLine } from './SignatureLine';
import { StartFields } from './StartFields';
import classes from './StartForm.module.css';
import { TemplatePicker } from './TemplatePicker';

type Props = { senders: Sender[]; begun: Draft | null };

/** Who, to whom, about what, the text and files of a case's first mail; kept as a draft while it is written. */
export function StartForm({ senders, begun }: Props) {
  const { t } = useTranslation();
  const writing = useNewWriting(begun, emptyFields(senders));
  const { fields, files, change } = writing;
  const starting = useStarting(writing);
  const field = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const identity = useSharedSender(fields);
  const insert = useInsertion(field, fields, change);
  const { mailbox_id, to, cc, bcc, subject, text } = fields;
  const wrong = [...to, ...cc, ...bcc].find((address) => !isAddress(address));
  const uploading = files.files.some((file) => !file.upload && !file.error);
  const complete = to.length > 0 && !wrong && subject.trim() !== '' && text.trim() !== '';
  const blocked = uploading ? t('reply.waitUpload') : complete ? undefined : t('start.incomplete');
  const isEmpty =
    [text, subject].every((one) => one.trim() === '') &&
    to.length + cc.length + bcc.length + files.files.length === 0;
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || blocked) return;
    event.preventDefault();
    starting.send();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    files.add('new', [...event.dataTransfer.files]);
  };
  return (
    <form
      className={classes.form}
      data-over={over || undefined}
      onSubmit={(event) => event.preventDefault()}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <StartFields senders={senders} fields={fields} onChange={change} />
      <Textarea
        ref={field}
        label={t('start.text')}
        autosize
        minRows={10}
        maxRows={24}
        value={text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        onKeyDown={press}
      />
      <SignatureLine
        place={{ mailbox_id }}
        identity={identity}
        usual="new"
        chosen={fields.signature}
        onChoose={(signature) => change({ signature })}
      />
      <FileChips files={files.files} onRemove={files.remove} />
      <ProblemView error={starting.error} />
      <ReplyButtons
        mode="new"
        empty={isEmpty}
        blocked={blocked}
        saving={starting.isPending}
        keeping={writing.keeping}
        size={undefined}
        template={
          <>
            <TemplatePicker use={{ mailbox_id, to: to[0], subject }} onInsert={insert} />
            <FaqPicker use={{ mailbox_id, to: to[0], subject }} onInsert={insert} />
          </>
        }
        onFiles={(chosen) => files.add('new', chosen)}
        onSend={starting.send}
        onDiscard={writing.discard}
      />
      {over && <div className={classes.drop}>{t('reply.drop')}</div>}
    </form>
  );
}

function emptyFields(senders: Sender[]): Fields {
  const mailbox_id = senders[0]?.mailbox_id ?? '';
  return {
    mailbox_id,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    text: '',
    signature: null,
    from: null,
    template_id: null,
  };
}
