-- The rule that judged what came back last, so that blocked addresses are listed by it: whoever finds a rule wrong lets all go
-- that it blocked. Empty where the program before this step wrote the row, until mail comes back again.
ALTER TABLE address_standings ADD COLUMN last_rule {key} NOT NULL DEFAULT '';
UPDATE address_standings SET last_rule = COALESCE((
    SELECT r.rule FROM returns r
    WHERE r.org_id = address_standings.org_id AND r.address_key = address_standings.address_key AND (r.counted OR r.blocked)
    ORDER BY r.at DESC, r.id DESC LIMIT 1
), '')
WHERE last_class <> '';
