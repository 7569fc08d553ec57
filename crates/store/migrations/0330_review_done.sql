-- Returns that a person looks at are worked off: who did so, and when.
ALTER TABLE returns ADD COLUMN reviewed_at BIGINT;
ALTER TABLE returns ADD COLUMN reviewed_by BIGINT;
-- The set of rules that judged, with its version, as `address/2`. Absent where no rule did, and where the program before
-- this step wrote the row.
ALTER TABLE returns ADD COLUMN rules TEXT;
CREATE INDEX returns_to_review ON returns (org_id, at, id)
    WHERE reviewed_at IS NULL AND (outbox_id IS NULL OR class = 'unclassified');
CREATE INDEX returns_reviewed ON returns (org_id, reviewed_at, id) WHERE reviewed_at IS NOT NULL;

-- Which mail a report may be about that names none.
CREATE INDEX deliveries_by_recipient ON deliveries (org_id, LOWER(recipient), queued_at, id) WHERE state = 'sent';

-- Own rules are changed: when, and by whom.
ALTER TABLE return_rules ADD COLUMN changed_at BIGINT;
ALTER TABLE return_rules ADD COLUMN changed_by BIGINT;
