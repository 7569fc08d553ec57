import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconChecks } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { useShortcuts } from '@/lib/shortcuts/use-shortcuts';
import { useTakeNext } from '../api/take-next';

/** Takes the case that is due next among those of nobody, and opens it. */
export function NextCase() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const next = useTakeNext();
  const take = () =>
    next.mutate(undefined, {
      onSuccess: ({ id }) => {
        if (id) void navigate({ to: '/cases/$caseId', params: { caseId: id } });
        else notifyDone(t('nextCase.none'));
      },
      onError: (error) => notifyProblem(error, t),
    });
  // Pressed twice, it takes one case all the same.
  useShortcuts({ n: () => !next.isPending && take() });
  return (
    <Button
      size="sm"
      variant="light"
      leftSection={<IconChecks size={16} />}
      loading={next.isPending}
      title={t('nextCase.hint')}
      onClick={take}
    >
      {t('nextCase.take')}
    </Button>
  );
}
