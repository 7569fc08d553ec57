import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconChevronDown } from '@/components/icons';
import type { FromKind, OwnSending } from '@/lib/api/types';
import { useOwnSending } from '@/lib/requests/own-sending';
import classes from './FromChoice.module.css';

type Props = {
  /** The mailbox's address with its name, as it stands in the mail. */
  mailbox: string;
  from: FromKind;
  onChoose: (from: FromKind) => void;
};

/** As whom a mail is written, why, and as whom else it could be. */
export function FromChoice({ mailbox, from, onChoose }: Props) {
  const { t } = useTranslation();
  const own = useOwnSending().data?.own;
  const mine = own && (own.name ? `${own.name} <${own.address}>` : own.address);
  const shown = from === 'own' && mine ? mine : mailbox;
  if (!mine) return <span>{t('reply.as', { address: mailbox })}</span>;
  return (
    <span className={classes.from}>
      <span>
        {t('reply.as', { address: shown })}
        <small className={classes.why}>{whyOf(from, own, t)}</small>
      </span>
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            rightSection={<IconChevronDown size={13} />}
          >
            {t('from.choose')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup value={from} onChange={(next) => onChoose(next as FromKind)}>
            <Menu.RadioItem closeMenuOnClick value="mailbox">
              {mailbox}
            </Menu.RadioItem>
            <Menu.RadioItem closeMenuOnClick value="own">
              {mine}
            </Menu.RadioItem>
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

type Own = NonNullable<OwnSending['own']>;

function whyOf(from: FromKind, own: Own, t: (key: string) => string): string {
  if (from === 'mailbox') return t('from.because.mailbox');
  return t(own.own_server ? 'from.because.ownServer' : 'from.because.own');
}
