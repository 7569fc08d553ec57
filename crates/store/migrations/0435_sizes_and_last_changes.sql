-- Who changed a setting last is found by the setting, however many others were changed since.
CREATE INDEX audit_entries_by_record ON audit_entries (org_id, kind, record_key, at, id);

-- The largest mail that a relay takes, octets, as it announced it last (RFC 1870); null without a limit, or until it was spoken to.
ALTER TABLE transports ADD COLUMN size_octets_max BIGINT;
ALTER TABLE owned_transports ADD COLUMN size_octets_max BIGINT;
