import { useSession } from '@/lib/session/SessionContext';
import type { Pictures, RichValue } from '../rich-text/rich-value';
import { FormattedTextField } from './FormattedTextField';
import { TemplatePreview } from './TemplatePreview';

type Props = {
  label: string;
  description?: string;
  rows?: number;
  value: RichValue;
  error?: string;
  pictures: Pictures;
  /** The mailbox that it stands under the mail of, where it is of one. */
  mailbox?: string;
  onChange: (value: RichValue) => void;
};

/** What stands under mails, with a look at how it will read. */
export function SignatureField({ mailbox, rows = 3, ...field }: Props) {
  const { user } = useSession();
  const { value, pictures } = field;
  return (
    <>
      <FormattedTextField {...field} rows={rows} />
      {value.text.trim() && (
        <TemplatePreview
          draft={{ language: user.language, mailbox_id: mailbox, text: value.text, html: value.html }}
          pictures={pictures}
        />
      )}
    </>
  );
}
