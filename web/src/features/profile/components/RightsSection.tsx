import { useTranslation } from 'react-i18next';
import { useSession } from '@/lib/session/SessionContext';
import classes from './RightsSection.module.css';
import { Section } from './Section';

/** What the user may do, so that nobody has to guess why a page is not there. */
export function RightsSection() {
  const { t } = useTranslation();
  const { rights } = useSession();
  return (
    <Section title={t('profile.rights')} hint={t('profile.rightsHint')}>
      <ul className={classes.rights}>
        {rights.map((right) => (
          <li key={right}>
            <strong>{t(`right.${right}`)}</strong>
            <span>{t(`rightHint.${right}`)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
