import { useTranslation } from 'react-i18next';
import type { Message } from '@/lib/api/types';
import { readable } from '@/lib/format/domain-name';
import classes from './MessageCard.module.css';
import { nameOf } from './people';

/** The field by which somebody asks to hear that his mail was read (RFC 8098). */
const ASKS_RECEIPT = 'Disposition-Notification-To';

/** From which address to whom a message went. */
export function Recipients({ message }: { message: Message }) {
  const { t } = useTranslation();
  const to = message.to.map(nameOf).filter(Boolean).join(', ');
  const cc = message.cc.map(nameOf).filter(Boolean).join(', ');
  return (
    <p className={classes.recipients}>
      {message.from.address && message.direction === 'received' && (
        // The name of DNS can be looked up, whatever its letters look like.
        <span title={message.from.address}>{readable(message.from.address)}</span>
      )}
      {to && (
        <span>
          {t('message.to')} {to}
        </span>
      )}
      {cc && (
        <span>
          {t('message.cc')} {cc}
        </span>
      )}
      {message.bcc.length > 0 && (
        <span>
          {t('message.bcc')} {readable(message.bcc.join(', '))}
        </span>
      )}
      {message.header_fields.map(({ name, value }) => (
        <span key={name}>
          {name === ASKS_RECEIPT ? t('receipt.asked', { address: value }) : `${name}: ${value}`}
        </span>
      ))}
    </p>
  );
}
