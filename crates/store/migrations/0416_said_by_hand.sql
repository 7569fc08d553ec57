-- The complaint that an address had before its last one and that was settled, so that it stands so again where the last one is taken
-- back as that of somebody else.
ALTER TABLE address_standings ADD COLUMN former_complained_at BIGINT;
ALTER TABLE address_standings ADD COLUMN former_complaint_reason TEXT;
ALTER TABLE address_standings ADD COLUMN former_consented_at BIGINT;

-- That a person said that an address gets no mailings is kept for as long as it is known, and so is what was decided about it beside
-- that: a block that ended would seem to stand without its end.
UPDATE address_changes SET kept_at = at
WHERE kept_at IS NULL AND EXISTS (
    SELECT 1 FROM address_changes b
    WHERE b.org_id = address_changes.org_id AND b.address_key = address_changes.address_key
    AND b.deed = 'blocked' AND b.block_scope = 'mailings' AND b.block_reason = 'hand');
