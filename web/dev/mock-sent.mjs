// Sent mail: why it is from whom, which way it took, and what came of it.
const LETTER =
  'Hei Bjørg,\n\ntakk for at du sa fra. Laderen må startes på nytt med bryteren bak på enheten.\n\nVennlig hilsen\nLars Berg';

export const reasonsOf = ({ created_by_name, from, attempts }) => ({
  from_kind: 'mailbox',
  sender_because: created_by_name === null ? 'automatic' : 'mailbox',
  transport: 'relay',
  way_because: 'organisation',
  way_from: from,
  way_taken: attempts > 0,
  way_chosen_by_name: null,
});

const FAILED = { code: 550, enhanced: '5.1.1', words: 'Recipient address rejected: User unknown' };
const TAKEN = { code: 250, enhanced: '2.0.0', words: 'Ok: queued as 4XbT2k1Zq' };

export const sentMail = (row) => {
  const last = row.state === 'failed' ? FAILED : TAKEN;
  return {
    ...row,
    to: row.recipients.map((address) => ({ name: row.name ?? null, address })),
    cc: [],
    bcc: ['arkiv@fjordkraft-elektro.no'],
    text: LETTER,
    has_html: true,
    attachments: [
      {
        index: 0,
        name: 'Veiledning.pdf',
        media_type: 'application/pdf',
        size_octets: 84_211,
        inline: false,
        is_mail: false,
      },
    ],
    message: { case_id: row.case_id, id: '7001' },
    deliveries: row.recipients.map((recipient, index) => ({
      id: `d${index}`,
      recipient,
      state: row.state,
      attempts: row.attempts,
      next_attempt_at: row.next_attempt_at,
      goes_at: row.goes_at,
      last_code: last.code,
      last_enhanced: last.enhanced,
      last_words: last.words,
      meaning: row.meaning,
      last_host: 'mx1.epost.no',
      log: [
        {
          at: row.created_at,
          result: row.state === 'failed' ? 'failed' : 'delivered',
          ...last,
          host: 'mx1.epost.no',
          tls: true,
          duration_ms: 412,
          meaning: row.meaning,
        },
      ],
    })),
    reasons: reasonsOf(row),
  };
};
