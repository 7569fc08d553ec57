import { Button, type ButtonProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconEdit } from '@/components/icons';

type Props = ButtonProps & {
  /** Where the recipient has moved to, as the words of a server say; nothing where they say nothing. */
  address: string | null | undefined;
  /** Whether he has left, so that the address is somebody else's. */
  isOther?: boolean;
  onWrite: (address: string) => void;
};

/** The new address that a server's words name, as a way to write there: nobody has proved it, and nothing takes it by itself. */
export function NewAddress({ address, isOther, onWrite, ...props }: Props) {
  const { t } = useTranslation();
  if (!address) return null;
  return (
    <Button
      leftSection={<IconEdit size={15} />}
      title={t(isOther ? 'failure.namedInstead' : 'failure.movedTo', { address })}
      onClick={() => onWrite(address)}
      {...props}
    >
      {t(isOther ? 'failure.toInstead' : 'failure.toNew', { address })}
    </Button>
  );
}
