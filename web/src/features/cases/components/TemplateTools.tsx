import { type RefObject, useState } from 'react';
import { type FileState, waitsFor } from '@/components/files/use-files';
import type { RichHandle } from '@/components/rich-text/rich-value';
import type { TemplateUse } from '@/lib/api/types';
import { useMay } from '@/lib/session/SessionContext';
import { isBlankText, type Standing } from '../template-brought';
import { useInsertion } from '../use-insertion';
import type { useTemplate } from '../use-template';
import { FaqPicker } from './FaqPicker';
import { SaveAsTemplate } from './SaveAsTemplate';
import { TemplatePicker } from './TemplatePicker';

type Props = {
  use: TemplateUse;
  field: RefObject<RichHandle | null>;
  standing: Standing;
  /** The files of the mail. */
  files: FileState[];
  template: ReturnType<typeof useTemplate>;
  /** Whether its recipients are usually those of more than this one mail. */
  withRecipients: boolean;
  onSubject: (subject: string) => void;
};

/** Ready texts for what is written, and a way to make one of it. */
export function TemplateTools({ use, field, standing, files, template, ...props }: Props) {
  const [saving, setSaving] = useState(false);
  const insert = useInsertion(field, standing.subject, ({ subject }) => subject && props.onSubject(subject));
  const maySave = useMay('templates') && !isBlankText(standing.value) && !waitsFor(files);
  return (
    <>
      <TemplatePicker
        use={use}
        onBegin={template.choose}
        onSave={maySave ? () => setSaving(true) : undefined}
      />
      <FaqPicker use={use} onInsert={insert} />
      {saving && (
        <SaveAsTemplate
          standing={standing}
          files={files}
          withRecipients={props.withRecipients}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}
