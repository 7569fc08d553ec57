import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconAlert, IconBlocked, IconUsers } from '@/components/icons';
import { useFormat } from '@/lib/format/use-format';
import { textOf } from '@/lib/i18n/text';
import { type CheckedAddress, useAddressCheck } from '@/lib/requests/addresses';
import { useCauseWords } from './use-cause-words';

type Props = {
  addresses: string[];
  /** Puts another address in the place of one; without it, nothing is proposed. */
  onReplace?: (from: string, to: string) => void;
  /** Takes one out that nothing is sent to; without it, that is not offered. */
  onTakeOut?: (address: string) => void;
  /** Whether it is sent to blocked addresses too; without it, that is not offered. */
  passes?: { on: boolean; set: (on: boolean) => void };
  /** Whether it is one of many mails: those stop where mailings do. */
  toMany?: boolean;
  /** They are of one's own house: that several people read them is what they are for. */
  ours?: boolean;
};

/** What is to be known of addresses before a mail is sent to them. Nothing while all is well. */
export function AddressNotes({ addresses, onReplace, onTakeOut, passes, toMany, ours }: Props) {
  const checked = useAddressCheck(addresses);
  return (
    <>
      {checked.map((address) => (
        <Doubt
          key={address.input}
          address={ours ? { ...address, role: false } : address}
          onReplace={onReplace}
        />
      ))}
      {checked.map(
        (address) =>
          address.blocked?.scope === 'all' &&
          (address.blocked.trial ? (
            <OnTrial key={address.input} address={address} />
          ) : (
            <Blocked key={address.input} {...{ address, passes, onTakeOut }} />
          )),
      )}
      {checked.map(
        (address) =>
          (passes || toMany) &&
          address.blocked?.scope === 'mailings' &&
          (address.blocked.trial ? (
            <OnTrial key={address.input} address={address} />
          ) : (
            <NoMailings key={address.input} address={address} toMany={toMany} />
          )),
      )}
    </>
  );
}

function Doubt({ address, onReplace }: { address: CheckedAddress; onReplace: Props['onReplace'] }) {
  const { t } = useTranslation();
  const { input, suggestion } = address;
  const text = useDoubt(address);
  if (!text) return null;
  const isWarning = !isRoleAlone(address);
  return (
    <Alert
      py="xs"
      color={isWarning ? 'yellow' : 'gray'}
      variant="light"
      icon={isWarning ? <IconAlert size={18} /> : <IconUsers size={18} />}
      role="status"
    >
      {text}
      {suggestion && onReplace && (
        <Group mt="xs">
          <Button size="compact-sm" onClick={() => onReplace(input, suggestion)}>
            {t('addresses.use', { suggestion })}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

/** What is to be known of an address, the worst first; nothing where all is well. */
function useDoubt(address: CheckedAddress): string | undefined {
  const { t } = useTranslation();
  const { input, suggestion, mail_hosts, disposable, role } = address;
  if (isBad(address)) return textOf(`addresses.hosts.${mail_hosts}`, { address: input });
  if (suggestion) return t('addresses.meant', { address: input, suggestion });
  if (disposable) return t('addresses.disposable', { address: input });
  return role ? t('addresses.role', { address: input }) : undefined;
}

const isBad = ({ verdict, address }: CheckedAddress) => verdict === 'bad' && address !== null;

/** Nothing is wrong with it: it only is nobody's own. */
const isRoleAlone = (address: CheckedAddress) =>
  address.role && !address.disposable && !address.suggestion && !isBad(address);

/** Who wants no mailings: an answer goes all the same, one of many mails does not. */
function NoMailings({ address, toMany }: { address: CheckedAddress; toMany: Props['toMany'] }) {
  const { t } = useTranslation();
  const causeOf = useCauseWords();
  const format = useFormat();
  const { blocked } = address;
  if (!blocked) return null;
  const when = format.day(blocked.at);
  const cause = causeOf(blocked);
  return (
    <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
      {t(toMany ? 'addresses.noMailingsStops' : 'addresses.noMailings', {
        address: address.input,
        when,
        cause,
      })}
    </Alert>
  );
}

/** One on trial is blocked, and a mail goes there all the same: nobody has to ask for it. */
function OnTrial({ address: { input, blocked } }: { address: CheckedAddress }) {
  const { t } = useTranslation();
  const causeOf = useCauseWords();
  if (!blocked?.trial) return null;
  return (
    <Alert py="xs" color="yellow" variant="light" icon={<IconAlert size={18} />} role="status">
      {t(`addressWarning.trial.${blocked.trial}.${blocked.scope}`, {
        address: input,
        cause: causeOf(blocked),
      })}
    </Alert>
  );
}

type BlockedProps = Pick<Props, 'passes' | 'onTakeOut'> & { address: CheckedAddress };

function Blocked({ address, passes, onTakeOut }: BlockedProps) {
  const { t } = useTranslation();
  const causeOf = useCauseWords();
  const format = useFormat();
  const { blocked } = address;
  if (!blocked) return null;
  const cause = causeOf(blocked);
  return (
    <Alert
      py="xs"
      color={passes?.on ? 'gray' : 'red'}
      variant="light"
      icon={<IconBlocked size={18} />}
      role="alert"
    >
      {t('addresses.blocked', { address: address.input, when: format.day(blocked.at), cause })}
      {blocked.words && <div>{t('timeline.serverWords', { words: blocked.words })}</div>}
      {(passes || onTakeOut) && (
        <Group mt="xs" gap="xs">
          {passes && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => passes.set(!passes.on)}
              aria-pressed={passes.on}
            >
              {t(passes.on ? 'addresses.passing' : 'addresses.pass')}
            </Button>
          )}
          {onTakeOut && (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${t('addresses.takeOut')} ${address.input}`}
              onClick={() => onTakeOut(address.input)}
            >
              {t('addresses.takeOut')}
            </Button>
          )}
        </Group>
      )}
    </Alert>
  );
}
