import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconFile, IconLink, IconLinkOff } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { address } from '@/lib/api/client';
import type { FileLink } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useRevokeLink } from '../api/file-links';
import classes from './LinkedFiles.module.css';

type Props = { caseId: string; links: FileLink[] };

/** The files of a mail that went as links: whether they were fetched, how long they can be, and the way to end that. */
export function LinkedFiles({ caseId, links }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const revoke = useRevokeLink(caseId);
  if (links.length === 0) return null;
  const standing = ({ state, expires_at, revoked_by_name }: FileLink) =>
    state === 'revoked' && revoked_by_name
      ? t('fileLinks.state.revokedBy', { name: revoked_by_name })
      : t(`fileLinks.state.${state}`, { day: format.day(expires_at) });
  const fetched = ({ fetches, last_fetched_at }: FileLink) =>
    fetches > 0 && last_fetched_at
      ? t('fileLinks.fetched', { count: fetches, when: format.relative(last_fetched_at) })
      : t('fileLinks.never');
  const end = async ({ id, name }: FileLink) => {
    const text = t('fileLinks.revokeHint', { name });
    const question = { title: t('fileLinks.revokeTitle'), text, action: t('fileLinks.revokeAction') };
    if (!(await confirm(question))) return;
    revoke.mutate(id, {
      onSuccess: () => notifyDone(t('fileLinks.revoked')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <ul className={classes.links} aria-label={t('fileLinks.list')}>
      {links.map((link) => (
        <li key={link.id} className={classes.link} data-over={link.state !== 'open' || undefined}>
          {link.state === 'open' ? <IconLink size={17} stroke={1.6} /> : <IconFile size={17} stroke={1.6} />}
          <span className={classes.text}>
            <a
              className={classes.name}
              href={address(`/cases/${caseId}/file-links/${link.id}`)}
              download={link.name}
            >
              {link.name}
            </a>
            <span className={classes.facts}>
              {[format.octets(link.size_octets), fetched(link), standing(link)].join(' · ')}
            </span>
          </span>
          {link.state !== 'revoked' && link.state !== 'expired' && (
            <ActionIcon
              size="sm"
              color="gray"
              aria-label={t('fileLinks.revoke', { name: link.name })}
              title={t('fileLinks.revoke', { name: link.name })}
              loading={revoke.isPending && revoke.variables === link.id}
              onClick={() => void end(link)}
            >
              <IconLinkOff size={15} />
            </ActionIcon>
          )}
        </li>
      ))}
    </ul>
  );
}
