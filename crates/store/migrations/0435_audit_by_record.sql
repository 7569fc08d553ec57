-- Who changed a setting last is found by the setting, however many others were changed since.
CREATE INDEX audit_entries_by_record ON audit_entries (org_id, kind, record_key, at, id);
