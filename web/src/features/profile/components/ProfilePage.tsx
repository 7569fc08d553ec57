import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page/Page';
import { AbsenceSection } from './AbsenceSection';
import { NotificationsSection } from './NotificationsSection';
import { PasswordSection } from './PasswordSection';
import { PersonalSection } from './PersonalSection';
import classes from './ProfilePage.module.css';
import { RightsSection } from './RightsSection';
import { SendingSection } from './SendingSection';
import { SignaturesSection } from './SignaturesSection';
import { TokensSection } from './TokensSection';

/** What concerns the signed-in user alone. */
export function ProfilePage() {
  const { t } = useTranslation();
  return (
    <Page title={t('profile.title')} help={t('help.profile')}>
      <div className={classes.sections}>
        <PersonalSection />
        <AbsenceSection />
        <SignaturesSection />
        <SendingSection />
        <NotificationsSection />
        <PasswordSection />
        <TokensSection />
        <RightsSection />
      </div>
    </Page>
  );
}
