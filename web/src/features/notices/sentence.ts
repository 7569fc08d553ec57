import type { TFunction } from 'i18next';
import type { Notice } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';

/** What happened, in words. */
export function sentenceOf(notice: Notice, t: TFunction): string {
  const { what, params, actor, case: about } = notice;
  const who = actor ?? t('notices.system');
  const customer = about?.customer ?? t('notices.customer');
  switch (what) {
    case 'owner':
      if (notice.to_me) return t('notices.what.mine', { who });
      return params.to ? t('notices.what.taken', { name: params.to }) : t('notices.what.queued', { who });
    case 'changed':
      return t('notices.what.changed', { who, field: textOf(`notices.field.${params.field}`) ?? '' });
    case 'old_cases':
      return t('notices.what.old_cases', { count: Number(params.count), days: params.days ?? '' });
    case 'stranded': {
      const count = Number(params.count);
      if (notice.to_me) return t('notices.what.strandedOwn', { count });
      return t('notices.what.stranded', { count, author: params.author || t('notices.system') });
    }
    case 'incident':
      return t('notices.what.incident', { provider: params.provider ?? '' });
    case 'delivery_failed': {
      const { recipient, count } = params;
      if (!recipient) return t('notices.what.delivery_failed');
      return t('notices.what.deliveryFailedTo', { count: Number(count ?? 1), recipient });
    }
    case 'mail_returned':
    case 'mail_delayed': {
      const count = Number(params.count ?? 1);
      if (count > 1) return t('notices.what.mailsReturned', { count, provider: params.provider ?? '' });
      const { subject = '', recipient = '' } = params;
      return t(`notices.what.${what}`, { subject: subject || t('common.noSubject'), recipient });
    }
    case 'colleague_blocked': {
      const { name = '', address = '' } = params;
      return notice.to_me
        ? t('notices.what.ownBlocked', { address })
        : t('notices.what.colleagueBlocked', { name: name || address, address });
    }
    case 'copy_failed': {
      const { address = '', sender } = params;
      return sender
        ? t('notices.what.copyFailed', { sender, address })
        : t('notices.what.ownCopyFailed', { address });
    }
    case 'refused':
      return t('notices.what.refused', { provider: params.provider ?? '' });
    case 'sender_domain':
      return textOf(`notices.domain.${params.news}`, { name: params.name ?? '' }) ?? t('notices.what.newer');
    case 'server':
      return (
        textOf(`notices.server.${params.of}_${params.news}`, { name: params.name ?? '' }) ??
        t('notices.what.newer')
      );
    case 'created':
      return actor ? t('notices.what.createdBy', { who }) : t('notices.what.created', { customer });
    default:
      return (
        textOf(`notices.what.${what}`, { who, customer, level: params.level ?? '' }) ??
        t('notices.what.newer')
      );
  }
}
