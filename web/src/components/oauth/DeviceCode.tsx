import { Anchor, Button, CopyButton, Group, Loader, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconCopy } from '@/components/icons';
import { useHold } from '@/components/page/hold';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { OauthSignIn } from '@/lib/api/types';
import { useFormat } from '@/lib/format/use-format';
import { useCancelSignIn, useOauthRefresh, useSignInState } from '@/lib/requests/oauth';
import classes from './ProviderSignIn.module.css';
import { ProviderWords } from './ProviderWords';

/** What to type at the provider, and where; closes by itself when that was done, and by a slip of the hand never. */
export function DeviceCode({ begun, onClose }: { begun: OauthSignIn; onClose: () => void }) {
  const { t } = useTranslation();
  const state = useSignInState(begun);
  const cancel = useCancelSignIn();
  const refresh = useOauthRefresh();
  const format = useFormat();
  const { outcome, detail } = state.data;
  const address = begun.verification_address ?? '';
  const code = begun.user_code ?? '';
  const done = outcome === 'done';
  useHold();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends once; what it calls is made anew each time
  useEffect(() => {
    if (!done) return;
    notifyDone(t('oauth.done'));
    refresh();
    onClose();
  }, [done]);
  const leave = () => {
    if (outcome === 'waiting') cancel.mutate(begun.id);
    onClose();
  };
  return (
    <Modal
      opened
      centered
      onClose={leave}
      title={t('oauth.code.title')}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      <ol className={classes.steps}>
        <li>
          {t('oauth.code.open')}{' '}
          <Anchor
            href={address}
            underline="always"
            target="_blank"
            rel="noreferrer"
            className={classes.address}
          >
            {address}
          </Anchor>
        </li>
        <li>{t('oauth.code.type')}</li>
      </ol>
      <output className={classes.code}>{code}</output>
      <div aria-live="polite">
        {outcome === 'waiting' && !state.isError && (
          <Group gap="xs">
            <Loader size="xs" />
            {t('oauth.code.waiting', { time: format.short(begun.expires_at) })}
          </Group>
        )}
        {(outcome === 'denied' || outcome === 'expired' || outcome === 'failed') && (
          <p className={classes.cure}>
            <strong>{t(`oauth.code.${outcome}`)}</strong> {detail && <ProviderWords words={detail} />}
          </p>
        )}
        {state.isError && (
          <>
            <ProblemView error={state.error} />
            <Button mt="xs" size="xs" variant="default" onClick={() => void state.refetch()}>
              {t('common.retry')}
            </Button>
          </>
        )}
      </div>
      <Group justify="flex-end" mt="lg">
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
            >
              {copied ? t('common.copied') : t('oauth.code.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={leave}>
          {outcome === 'waiting' ? t('common.cancel') : t('common.close')}
        </Button>
      </Group>
    </Modal>
  );
}
