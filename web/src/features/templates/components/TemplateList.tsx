import { Badge, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconPaperclip, IconUsers } from '@/components/icons';
import { Time } from '@/components/time/Time';
import type { TemplateSummary } from '@/lib/api/types';
import { LANGUAGE_NAMES } from '@/lib/i18n/language';
import { byFolder } from '../template-form';
import classes from './TemplatesPage.module.css';

type Props = { templates: TemplateSummary[]; onOpen: (template: TemplateSummary) => void };

/** The templates under their folders. */
export function TemplateList({ templates, onOpen }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.groups}>
      {byFolder(templates).map(({ folder, rows }) => (
        <section key={folder} className={classes.group}>
          {folder && <h2 className={classes.folder}>{folder.split('/').join(' / ')}</h2>}
          <ul className={classes.templates}>
            {rows.map((template) => (
              <li key={template.id}>
                <UnstyledButton className={classes.template} onClick={() => onOpen(template)}>
                  <span className={classes.head}>
                    <strong className={classes.name}>{template.name}</strong>
                    {!template.active && <Badge color="gray">{t('common.inactive')}</Badge>}
                    <span className={classes.languages}>
                      {template.languages.map((language) => (
                        <span
                          key={language}
                          className={classes.language}
                          data-default={language === template.default_language || undefined}
                          title={LANGUAGE_NAMES[language]}
                        >
                          {language}
                        </span>
                      ))}
                    </span>
                  </span>
                  <span className={classes.about}>
                    {template.description && <span>{template.description}</span>}
                    {template.files > 0 && (
                      <span className={classes.brings}>
                        <IconPaperclip size={14} aria-hidden />
                        {t('templates.files', { count: template.files })}
                      </span>
                    )}
                    {template.recipients > 0 && (
                      <span className={classes.brings}>
                        <IconUsers size={14} aria-hidden />
                        {t('templates.recipients', { count: template.recipients })}
                      </span>
                    )}
                    <span>
                      {t('templates.changed')} <Time at={template.updated_at} as="relative" />
                    </span>
                  </span>
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
