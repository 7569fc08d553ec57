import { ActionIcon } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '@/components/confirm/ConfirmProvider';
import { IconTrash } from '@/components/icons';
import { notifyDone, notifyProblem } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Token } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useDeleteToken } from '../api/delete-token';
import { useTokens } from '../api/list-tokens';
import { NewToken } from './NewToken';
import { Section } from './Section';
import classes from './TokensSection.module.css';

/** The keys of programs that act in the user's name. */
export function TokensSection() {
  const { t } = useTranslation();
  const tokens = useTokens();
  return (
    <Section title={t('profile.tokens')} hint={t('profile.tokensHint')}>
      <ProblemView error={tokens.error} title={t('problem.loadTitle')} />
      {tokens.data?.length === 0 && <p className={classes.none}>{t('profile.noTokens')}</p>}
      <ul className={classes.tokens}>
        {tokens.data?.map((token) => (
          <TokenRow key={token.id} token={token} />
        ))}
      </ul>
      <NewToken />
    </Section>
  );
}

function TokenRow({ token }: { token: Token }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const remove = useDeleteToken();
  const ask = async () => {
    const title = t('confirm.deleteNamed', { name: token.name });
    if (!(await confirm({ title, text: t('profile.deleteHint'), action: t('common.delete') }))) return;
    remove.mutate(token.id, {
      onSuccess: () => notifyDone(t('profile.tokenDeleted')),
      onError: (error) => notifyProblem(error, t),
    });
  };
  return (
    <li className={classes.token}>
      <div className={classes.words}>
        <strong>{token.name}</strong>
        <span>
          {token.last_used_at
            ? t('profile.lastUsed', { when: format.relative(token.last_used_at) })
            : t('profile.neverUsed')}
          {' · '}
          {token.expires_at
            ? t('profile.expiresAt', { when: format.day(token.expires_at) })
            : t('profile.neverExpires')}
        </span>
      </div>
      <ActionIcon
        aria-label={`${t('common.delete')}: ${token.name}`}
        loading={remove.isPending}
        onClick={() => void ask()}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </li>
  );
}
