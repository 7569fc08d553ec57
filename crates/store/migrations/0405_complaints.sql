-- Whether the owner of an address complained, whatever else blocks it, and for what mailings are blocked then: his complaint came
-- back to us, or another service's list tells of it.
ALTER TABLE address_standings ADD COLUMN complained_at BIGINT;
ALTER TABLE address_standings ADD COLUMN complaint_reason TEXT;
-- When somebody said that his consent is on record; absent while the complaint stands.
ALTER TABLE address_standings ADD COLUMN consented_at BIGINT;

-- Decisions about an address that complained are kept for as long as it is known, others until they are old.
ALTER TABLE address_changes ADD COLUMN kept_at BIGINT;
DROP INDEX address_changes_by_age;
CREATE INDEX address_changes_by_age ON address_changes (at) WHERE kept_at IS NULL;

-- Whether a mail that is proved to be from a blocked address lifts a block that returns made.
ALTER TABLE organisations ADD COLUMN mail_lifts_blocks BOOLEAN NOT NULL DEFAULT TRUE;

UPDATE address_standings SET complained_at = blocked_at, complaint_reason = 'imported'
WHERE blocked_at IS NOT NULL AND (
    (block_scope = 'mailings' AND block_reason = 'imported')
    OR EXISTS (
        SELECT 1 FROM address_changes a
        WHERE a.org_id = address_standings.org_id AND a.address_key = address_standings.address_key
        AND a.deed = 'blocked' AND a.block_scope = 'mailings' AND a.block_reason = 'imported'
        AND NOT EXISTS (
            SELECT 1 FROM address_changes c
            WHERE c.org_id = a.org_id AND c.address_key = a.address_key AND c.deed = 'cleared'
            AND (c.at > a.at OR (c.at = a.at AND c.id > a.id)))));
UPDATE address_standings SET complained_at = blocked_at, complaint_reason = 'returned'
WHERE blocked_at IS NOT NULL AND complained_at IS NULL AND (
    last_class = 'complaint'
    OR EXISTS (
        SELECT 1 FROM returns r
        WHERE r.org_id = address_standings.org_id AND r.address_key = address_standings.address_key
        AND r.class = 'complaint' AND r.outbox_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM address_changes c
            WHERE c.org_id = r.org_id AND c.address_key = r.address_key AND c.deed = 'cleared' AND c.at >= r.at)));
UPDATE address_changes SET kept_at = at
WHERE EXISTS (
    SELECT 1 FROM address_standings s
    WHERE s.org_id = address_changes.org_id AND s.address_key = address_changes.address_key
    AND s.complained_at IS NOT NULL);
