-- How the block of an address was taken away last, so that those that are written to again have a list of their own. It is
-- forgotten when that list shows it no more, and stays while the address is blocked anew.
ALTER TABLE address_standings ADD COLUMN lifted_at BIGINT;
ALTER TABLE address_standings ADD COLUMN lifted_deed {key};
ALTER TABLE address_standings ADD COLUMN lifted_note TEXT;
ALTER TABLE address_standings ADD COLUMN lifted_note_key {key};
-- What it was blocked for. Empty where that is not known.
ALTER TABLE address_standings ADD COLUMN lifted_scope {key};
ALTER TABLE address_standings ADD COLUMN lifted_reason {key};
ALTER TABLE address_standings ADD COLUMN lifted_class {key};
-- The job that did it, absent where none did.
ALTER TABLE address_standings ADD COLUMN lifted_job BIGINT;

UPDATE address_standings SET lifted_at = (
    SELECT a.at FROM address_changes a
    WHERE a.org_id = address_standings.org_id AND a.address_key = address_standings.address_key
        AND a.deed IN ('cleared', 'rolled_back', 'trial_kept')
    ORDER BY a.at DESC, a.id DESC LIMIT 1
)
WHERE blocked_at IS NULL;
UPDATE address_standings SET
    lifted_deed = COALESCE((
        SELECT a.deed FROM address_changes a
        WHERE a.org_id = address_standings.org_id AND a.address_key = address_standings.address_key
            AND a.deed IN ('cleared', 'rolled_back', 'trial_kept')
        ORDER BY a.at DESC, a.id DESC LIMIT 1
    ), 'cleared'),
    lifted_note = COALESCE((
        SELECT a.note FROM address_changes a
        WHERE a.org_id = address_standings.org_id AND a.address_key = address_standings.address_key
            AND a.deed IN ('cleared', 'rolled_back', 'trial_kept')
        ORDER BY a.at DESC, a.id DESC LIMIT 1
    ), ''),
    lifted_scope = COALESCE((
        SELECT a.block_scope FROM address_changes a
        WHERE a.org_id = address_standings.org_id AND a.address_key = address_standings.address_key
            AND a.deed = 'blocked' AND a.at <= address_standings.lifted_at
        ORDER BY a.at DESC, a.id DESC LIMIT 1
    ), ''),
    lifted_reason = COALESCE((
        SELECT a.block_reason FROM address_changes a
        WHERE a.org_id = address_standings.org_id AND a.address_key = address_standings.address_key
            AND a.deed = 'blocked' AND a.at <= address_standings.lifted_at
        ORDER BY a.at DESC, a.id DESC LIMIT 1
    ), ''),
    lifted_class = last_class
WHERE lifted_at IS NOT NULL;
UPDATE address_standings SET lifted_note_key = LOWER(SUBSTR(TRIM(lifted_note), 1, 200)) WHERE lifted_at IS NOT NULL;

CREATE INDEX address_standings_cleared ON address_standings (org_id, lifted_at, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_address ON address_standings (org_id, address_order, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_domain ON address_standings (org_id, domain_key, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_class ON address_standings (org_id, lifted_class, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_reason ON address_standings (org_id, lifted_reason, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_scope ON address_standings (org_id, lifted_scope, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_deed ON address_standings (org_id, lifted_deed, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_note ON address_standings (org_id, lifted_note_key, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_changer ON address_standings (org_id, changed_by, lifted_at, id)
    WHERE lifted_at IS NOT NULL AND blocked_at IS NULL;
CREATE INDEX address_standings_cleared_by_job ON address_standings (org_id, lifted_job, lifted_at, id)
    WHERE lifted_job IS NOT NULL;
-- What the list shows no more.
CREATE INDEX address_standings_cleared_by_age ON address_standings (lifted_at) WHERE lifted_at IS NOT NULL;
