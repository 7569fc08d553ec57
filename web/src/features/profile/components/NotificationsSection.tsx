import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Section } from './Section';

/** Leads to how the user is told of events. */
export function NotificationsSection() {
  const { t } = useTranslation();
  return (
    <Section title={t('notifications.title')} hint={t('notifications.lead')}>
      <Link to="/profile/notifications">{t('notifications.open')}</Link>
    </Section>
  );
}
