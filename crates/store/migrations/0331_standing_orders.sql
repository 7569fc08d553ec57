-- Blocked addresses are ordered by every column that is shown of them. The folded words and host are empty where the
-- program before this step wrote the row, until mail comes back again.
ALTER TABLE address_standings ADD COLUMN words_key {key} NOT NULL DEFAULT '';
ALTER TABLE address_standings ADD COLUMN host_key {key} NOT NULL DEFAULT '';
UPDATE address_standings SET words_key = LOWER(SUBSTR(TRIM(last_words), 1, 200)), host_key = LOWER(COALESCE(last_host, ''))
WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_scope ON address_standings (org_id, block_scope, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_words ON address_standings (org_id, words_key, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_host ON address_standings (org_id, host_key, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX address_standings_blocked_by_changer ON address_standings (org_id, changed_by, blocked_at, id) WHERE blocked_at IS NOT NULL;
-- Those that have written since: few of many.
CREATE INDEX address_standings_blocked_and_well ON address_standings (org_id, blocked_at, id) WHERE well_at > blocked_at;
