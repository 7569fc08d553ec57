import { useTranslation } from 'react-i18next';
import type { SenderCheck } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

/** Which way mail from a sender will take, and who says so. Nothing of one that is not sent. */
export function useWay(check: SenderCheck | undefined): string | undefined {
  const { t } = useTranslation();
  if (!check?.way) return undefined;
  const { kind, because, server } = check.way;
  const from = check.rewritten_from ?? check.address;
  const why = textOf(`senderCheck.wayBecause.${because}`, { domain: from.slice(from.lastIndexOf('@') + 1) });
  return why && t(`senderCheck.way.${kind}`, { server, why });
}
