import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconLink } from '@/components/icons';
import { notifyDone } from '@/components/problem/notify';
import { ProblemView } from '@/components/problem/ProblemView';
import type { Case, Message } from '@/lib/api/types';
import { useOwnSending } from '@/lib/requests/own-sending';
import { useSendAsLinks } from '../api/file-links';
import { isAfter } from '../failures';
import classes from './FailureCard.module.css';

type Props = {
  shown: Case;
  /** The entry about the mail that did not arrive. */
  message: Message;
  recipient: string;
};

/** The way out for a mail that was refused for its files: the same again, with links in their place. */
export function AsLinks({ shown, message, recipient }: Props) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState(false);
  const offer = useOwnSending().data?.file_links;
  const send = useSendAsLinks();
  if (!offer || !mayHelp(shown, message)) return null;
  const close = () => {
    setAsks(false);
    send.reset();
  };
  return (
    <>
      <Button
        size="compact-sm"
        leftSection={<IconLink size={15} />}
        disabled={offer.refused !== null}
        onClick={() => setAsks(true)}
      >
        {t('failure.asLinks')}
      </Button>
      {offer.refused && <span className={classes.why}>{t(`fileLinks.refused.${offer.refused}`)}</span>}
      {asks && (
        <Modal
          opened
          centered
          onClose={close}
          title={t('failure.asLinksTitle')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <Stack gap="md">
            <Text>{t('failure.asLinksText', { recipient, days: offer.days })}</Text>
            <ProblemView error={send.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                {t('common.cancel')}
              </Button>
              <Button
                data-autofocus
                loading={send.isPending}
                onClick={() =>
                  send.mutate(
                    { id: shown.id, mid: message.id },
                    {
                      onSuccess: () => {
                        close();
                        notifyDone(t('failure.sentAsLinks'));
                      },
                    },
                  )
                }
              >
                {t('failure.asLinks')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </>
  );
}

/** The server refused the mail for what it contains, it has files that it need not contain, and has not gone again so. */
export function mayHelp(shown: Case, entry: Message): boolean {
  const { failure, outbox_id, to } = entry;
  if (!failure?.links_may_help) return false;
  const isOf = (one: Message) => one.to.some(({ address }) => to.some((mine) => mine.address === address));
  const wentSince = (one: Message) => isAfter(one, entry) && one.links.length > 0 && isOf(one);
  if (shown.messages.some(wentSince)) return false;
  const mail = shown.messages.find((one) => one.direction === 'sent' && one.outbox_id === outbox_id);
  return mail?.attachments.some(({ inline }) => !inline) ?? false;
}
