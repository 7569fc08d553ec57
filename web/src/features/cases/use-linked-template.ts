// The template that the link to a new mail names: it goes into a mail that has nothing in it yet, once.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyProblem } from '@/components/problem/notify';
import type { BegunMail, TemplateSummary, TemplateUse } from '@/lib/api/types';
import { useActiveTemplates } from '@/lib/requests/templates';
import { useBeginTemplate } from './api/begin-template';

type Linked = {
  /** Its id; none where the link names none. */
  id: string | undefined;
  /** Whether nothing lies there from before: what somebody wrote is not added to unasked. */
  isFree: boolean;
  use: TemplateUse;
  onBegin: (begun: BegunMail, template: TemplateSummary) => void;
};

export function useLinkedTemplate({ id, isFree, use, onBegin }: Linked) {
  const { t } = useTranslation();
  const template = useActiveTemplates().find((one) => one.id === id);
  const begin = useBeginTemplate();
  const isBegun = useRef(false);
  const latest = useRef<() => void>(() => undefined);
  latest.current = () => {
    if (!template || isBegun.current) return;
    isBegun.current = true;
    begin.mutate(
      { id: template.id, use },
      {
        onSuccess: (begun) => onBegin(begun, template),
        onError: (error) => notifyProblem(error, t),
      },
    );
  };
  const isKnown = template !== undefined;
  useEffect(() => {
    if (isFree && isKnown) latest.current();
  }, [isFree, isKnown]);
}
