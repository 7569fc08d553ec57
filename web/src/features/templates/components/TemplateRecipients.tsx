import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddressNotes } from '@/components/address/AddressNotes';
import { AddressField } from '@/components/address-field/AddressField';
import { FieldGroup } from '@/components/form/FormDrawer';
import type { TemplateRecipients as Recipients } from '@/lib/api/types';
import { replaced } from '@/lib/mail/address';

type Props = { value: Recipients; error?: string; onChange: (value: Recipients) => void };

/** Whom mails go to that begin with a template, beside those whom their authors name. */
export function TemplateRecipients({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(value.to.length + value.cc.length + value.bcc.length > 0);
  if (!opened) {
    return (
      <div>
        <Button size="compact-sm" variant="subtle" onClick={() => setOpened(true)}>
          {t('templates.form.addRecipients')}
        </Button>
      </div>
    );
  }
  const field = (name: keyof Recipients, label: string) => (
    <AddressField
      label={label}
      value={value[name]}
      onChange={(next) => onChange({ ...value, [name]: next })}
    />
  );
  return (
    <FieldGroup title={t('templates.form.recipients')} hint={error ?? t('templates.form.recipientsHint')}>
      {field('to', t('reply.to'))}
      {field('cc', t('reply.cc'))}
      {field('bcc', t('reply.bcc'))}
      <AddressNotes
        addresses={[...value.to, ...value.cc, ...value.bcc]}
        onReplace={(from, into) =>
          onChange({
            to: replaced(value.to, from, into),
            cc: replaced(value.cc, from, into),
            bcc: replaced(value.bcc, from, into),
          })
        }
      />
    </FieldGroup>
  );
}
