-- The policy of MTA-STS that is served for a sender domain.
-- `off`, `testing`, `enforce` or `ending`.
ALTER TABLE sender_domains ADD COLUMN sts_serving {key} NOT NULL DEFAULT 'off';
-- The hosts that it names, as a list in JSON.
ALTER TABLE sender_domains ADD COLUMN sts_exchangers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sender_domains ADD COLUMN sts_since BIGINT;
CREATE INDEX sender_domains_served ON sender_domains (name) WHERE sts_serving <> 'off';
