import { Alert, Button, Group, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEmail } from '@/components/icons';
import { Time } from '@/components/time/Time';
import type { ReturnToReview } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import { useReturnActions } from '../use-return-actions';

type Props = { row: ReturnToReview; mail: NonNullable<ReturnToReview['proposed']>; onClose: () => void };

/** The mail of a report that names nobody; whoever looks at it says whom of the mail it is about. */
export function WhomOfMail({ row, mail, onClose }: Props) {
  const { t } = useTranslation();
  const { matchTo, matching } = useReturnActions();
  const only = row.recipients.length === 1 ? (row.recipients[0] ?? null) : null;
  const [whom, setWhom] = useState<string | null>(only);
  const subject = mail.subject || t('common.noSubject');
  const isComplaint = row.source === 'complaint';
  return (
    <Alert mb="md" variant="light" icon={<IconEmail size={18} />} title={t('returnedMail.whom.title')}>
      <Link to="/email/outbox" search={{ open: mail.outbox_id }}>
        {subject}
      </Link>{' '}
      · <Time at={mail.at} />
      {row.recipients.length === 0 ? (
        <p>{t('returnedMail.whom.nobodyLeft')}</p>
      ) : (
        <>
          <Select
            mt="xs"
            label={t(isComplaint ? 'returnedMail.whom.complained' : 'returnedMail.whom.failed')}
            placeholder={t('returnedMail.form.choose')}
            searchable={row.recipients.length > 8}
            data={row.recipients.map((value) => ({ value, label: readable(value) }))}
            value={whom}
            onChange={setWhom}
          />
          {whom && !isComplaint && <p>{t('returnedMail.matchText', { subject, address: readable(whom) })}</p>}
          <Group mt="xs">
            <Button
              size="compact-sm"
              loading={matching}
              disabled={!whom}
              onClick={() => whom && matchTo(row, onClose, whom)}
            >
              {t('returnedMail.whom.match')}
            </Button>
          </Group>
        </>
      )}
    </Alert>
  );
}
