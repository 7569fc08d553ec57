import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';
import { SideDrawer } from '@/components/page/SideDrawer';
import { ErrorState } from '@/components/states/ErrorState';
import { LoadingRows } from '@/components/states/LoadingRows';
import { TemplatePreview } from '@/components/template/TemplatePreview';
import { LANGUAGE_NAMES } from '@/lib/i18n/language';
import { useTemplate } from '../api/get-template';
import classes from './TemplatesPage.module.css';

type Props = { id: string; name: string; onClose: () => void };

/** What a template says, language by language, and a mail that begins with it. */
export function TemplateReader({ id, name, onClose }: Props) {
  const { t } = useTranslation();
  const found = useTemplate(id);
  const [chosen, setChosen] = useState<string>();
  const template = found.data;
  const language = chosen ?? template?.default_language;
  const version = template?.versions.find((one) => one.language === language) ?? template?.versions[0];
  return (
    <SideDrawer opened title={name} onClose={onClose}>
      <div className={classes.groups}>
        {found.isPending && <LoadingRows rows={4} height={48} />}
        {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {template?.description && <p>{template.description}</p>}
        {template && template.versions.length > 1 && version && (
          <SegmentedControl
            aria-label={t('templates.language')}
            value={version.language}
            onChange={setChosen}
            data={template.versions.map((one) => ({
              value: one.language,
              label: LANGUAGE_NAMES[one.language],
            }))}
          />
        )}
        {version && (
          <TemplatePreview
            draft={{
              language: version.language,
              subject: version.subject,
              text: version.text,
              html: version.html,
            }}
          />
        )}
        <div>
          <Button
            component={Link}
            to="/cases/start"
            search={{ template: id } as never}
            leftSection={<IconEdit size={16} />}
          >
            {t('templates.writeWith')}
          </Button>
        </div>
      </div>
    </SideDrawer>
  );
}
