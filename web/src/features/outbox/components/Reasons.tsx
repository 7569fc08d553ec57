import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/facts/Facts';
import type { OutboxReasons } from '@/lib/api/types';
import { textOf } from '@/lib/i18n/text';
import { wayReason } from '@/lib/mail/way-reason';

/** Why a mail is from whom it is, and why it takes its way. */
export function Reasons({ from, reasons }: { from: string; reasons: OutboxReasons }) {
  const { t } = useTranslation();
  const { sender_because, way_because, way_chosen_by_name, way_from, way_server, way_taken, transport } =
    reasons;
  const why = sender_because && textOf(`sent.senderBecause.${sender_because}`);
  const known = wayReason({ because: way_because, from: way_from ?? from, user: way_chosen_by_name });
  const way = known ?? way_because;
  return (
    <Facts
      facts={[
        [t('outbox.column.from'), why ? `${from}, ${why}` : from],
        [
          t(way_taken ? 'sent.wayTaken' : 'sent.wayAhead'),
          `${[t(transport === 'direct' ? 'sent.direct' : 'sent.relay'), way_server && `(${way_server})`].filter(Boolean).join(' ')}. ${way}`,
        ],
      ]}
    />
  );
}
