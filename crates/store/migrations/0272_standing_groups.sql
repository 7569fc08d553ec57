-- Whose fault the last return of an address was, so that blocked addresses can be ordered by it. Empty where the
-- program before this step wrote the row, until mail comes back again.
ALTER TABLE address_standings ADD COLUMN last_fault {key} NOT NULL DEFAULT '';
UPDATE address_standings SET last_fault = CASE
    WHEN last_class IN ('mailbox-unknown', 'mailbox-moved', 'mailbox-inactive', 'mailbox-full', 'mailbox-busy') THEN 'address'
    WHEN last_class IN ('domain-unknown', 'domain-no-mail', 'relay-denied') THEN 'domain'
    WHEN last_class IN ('too-large', 'content-refused', 'virus', 'spam-judged', 'eai-unsupported') THEN 'message'
    WHEN last_class IN ('reputation-block', 'setup-refused', 'protocol') THEN 'source'
    WHEN last_class IN ('auth-failed') THEN 'sender-domain'
    WHEN last_class IN ('sender-refused') THEN 'sender-address'
    WHEN last_class IN ('greylisted', 'rate-limited', 'host-down', 'loop', 'expired') THEN 'destination'
    WHEN last_class IN ('complaint', 'refused-by-recipient') THEN 'address-and-sender'
    WHEN last_class IN ('unsubscribe') THEN 'address-and-list'
    WHEN last_class IN ('auto-reply', 'challenge', 'progress') THEN 'nobody'
    WHEN last_class IN ('unclassified') THEN 'unknown'
    ELSE ''
END WHERE last_class <> '';
CREATE INDEX address_standings_blocked_by_fault ON address_standings (org_id, last_fault, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_reason ON address_standings (org_id, block_reason, id) WHERE blocked_at IS NOT NULL;
