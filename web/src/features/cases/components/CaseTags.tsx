import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '@/components/problem/notify';
import type { Case } from '@/lib/api/types';
import { useTags } from '@/lib/requests/tags';
import { usePutTags } from '../api/put-tags';

/** Tags of one case, as the server takes them. */
const TAGS_MAX = 30;
const TAG_CHARS_MAX = 40;

/** The words a case is marked with; new ones are made by writing them. */
export function CaseTags({ shown }: { shown: Case }) {
  const { t } = useTranslation();
  const known = useTags();
  const put = usePutTags(shown.id);
  const names = put.isPending ? put.variables.names : shown.tags.map((tag) => tag.name);
  return (
    <TagsInput
      label={t('caseTags.label')}
      placeholder={names.length === 0 ? t('caseTags.placeholder') : undefined}
      data={known.map((tag) => tag.name)}
      value={names}
      maxTags={TAGS_MAX}
      maxLength={TAG_CHARS_MAX}
      onChange={(next) => put.mutate({ names: next }, { onError: (error) => notifyProblem(error, t) })}
    />
  );
}
