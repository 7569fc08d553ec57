import { useTranslation } from 'react-i18next';
import { AbsenceFields } from '@/components/absence/AbsenceFields';
import { useSession } from '@/lib/session/SessionContext';
import { Section } from './Section';

/** When one is away oneself. */
export function AbsenceSection() {
  const { t } = useTranslation();
  const { user } = useSession();
  return (
    <Section title={t('absence.title')} hint={t('absence.hint')}>
      <AbsenceFields whose="own" user={user.id} />
    </Section>
  );
}
