-- The number of the newest pair of keys that a sender domain ever had: pairs that were called off are gone, and their
-- selectors are given to no other keys.
ALTER TABLE sender_domains ADD COLUMN last_generation BIGINT NOT NULL DEFAULT 0;
UPDATE sender_domains SET last_generation = COALESCE((SELECT MAX(generation) FROM dkim_keys
    WHERE dkim_keys.org_id = sender_domains.org_id AND dkim_keys.domain_id = sender_domains.id), 0);
