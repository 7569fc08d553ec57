// A template in a mail: it brings its text, its files and its recipients, and takes them along when another is chosen.
import { notifications } from '@mantine/notifications';
import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { useFiles } from '@/components/files/use-files';
import { picturesIn, type RichHandle } from '@/components/rich-text/rich-value';
import type { BegunMail } from '@/lib/api/types';
import { deleteUpload } from '@/lib/requests/delete-upload';
import {
  type Brought,
  isBlankText,
  isWhole,
  newFiles,
  newRecipients,
  type Standing,
  without,
} from './template-brought';
import { useMissing } from './use-insertion';

type Change = {
  to?: string[];
  cc?: string[];
  bcc?: string[];
  /** None where nothing is said of it. */
  subject?: string | null;
  text?: string;
  html?: string | null;
  template_id?: string | null;
};

type Around = {
  /** The draft that is on the screen. */
  slot: string;
  field: RefObject<RichHandle | null>;
  standing: Standing;
  files: ReturnType<typeof useFiles>;
  change: (next: Change) => void;
};

export function useTemplate(around: Around) {
  const { slot, field } = around;
  const { t } = useTranslation();
  const missing = useMissing();
  const [all, setAll] = useState<Record<string, Brought | undefined>>({});
  const brought = all[slot];
  // What stands there when a template comes: somebody may have written while it was on its way.
  const latest = useRef({ ...around, brought });
  latest.current = { ...around, brought };
  const remember = (next?: Brought) => {
    const { slot } = latest.current;
    setAll((before) => ({ ...before, [slot]: next }));
  };

  /** Takes the files of a template off; pictures of a text only with all of it. */
  const takeFiles = (before: Brought, withPictures: boolean) => {
    const { files } = latest.current;
    const gone = files.files.filter(
      ({ key, inline }) => before.keys.includes(key) && (!inline || withPictures),
    );
    gone.forEach(files.remove);
    return gone.map(({ key }) => key);
  };

  /** Puts what a template has to say into the mail. */
  const choose = (begun: BegunMail, template: { id: string; name: string }) => {
    const { slot, standing, files, change, brought } = latest.current;
    const whole = isWhole(standing.value, brought);
    const gone = brought ? takeFiles(brought, whole) : [];
    const rest = without(standing, brought);
    const { text, html, subject } = begun.filled;
    const added = newRecipients(rest, begun.recipients);
    const left = files.files.filter((file) => file.slot === slot && !gone.includes(file.key));
    const fresh = newFiles(left, begun.uploads, picturesIn(html));
    for (const { id } of begun.uploads.filter((upload) => !fresh.includes(upload))) {
      deleteUpload(id).catch(() => undefined);
    }
    const keys = files.adopt(slot, fresh, html);
    const takesAll = isBlankText(rest.value);
    const takesSubject = rest.subject === '' && subject !== '';
    const next: Change = {
      template_id: template.id,
      subject: (takesSubject ? subject : rest.subject) || null,
    };
    if (takesAll) Object.assign(next, { text, html });
    // Whom the mode means is said by nobody until somebody says more.
    if (changesRecipients(standing, rest) || added.to.length + added.cc.length + added.bcc.length > 0) {
      next.to = [...rest.to, ...added.to];
      next.cc = [...rest.cc, ...added.cc];
      next.bcc = [...rest.bcc, ...added.bcc];
    }
    change(next);
    if (takesAll) field.current?.focus();
    else field.current?.insert(text, html);
    remember({
      ...added,
      name: template.name,
      keys,
      subject: takesSubject ? subject : null,
      value: takesAll ? { text, html } : null,
    });
    missing(begun.filled.missing);
    if (begun.lists_gone > 0) {
      const message = t('reply.templateListsGone', { count: begun.lists_gone });
      notifications.show({ message, color: 'yellow' });
    }
  };

  /** Takes off what the template brought and nobody has changed. */
  const takeOff = () => {
    const { standing, change, brought } = latest.current;
    if (!brought) return;
    takeFiles(brought, isWhole(standing.value, brought));
    const { to, cc, bcc, subject, value } = without(standing, brought);
    const { text, html } = value;
    const next: Change = { subject: subject || null, text, html, template_id: null };
    change(changesRecipients(standing, { to, cc, bcc }) ? { ...next, to, cc, bcc } : next);
    remember();
  };
  return { brought, choose, takeOff, forget: () => remember() };
}

function changesRecipients(
  before: Pick<Standing, 'to' | 'cc' | 'bcc'>,
  after: Pick<Standing, 'to' | 'cc' | 'bcc'>,
) {
  const count = ({ to, cc, bcc }: typeof before) => to.length + cc.length + bcc.length;
  return count(before) !== count(after);
}
