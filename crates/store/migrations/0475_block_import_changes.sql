-- What a list of another service changed about an address, kept for some days so that the import can be taken back.
CREATE TABLE block_import_changes (
    id {id},
    org_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    standing_id BIGINT NOT NULL,
    -- Who imported it, and when that began.
    user_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    -- How the address stood before, and how the import left it: JSON.
    stood TEXT NOT NULL,
    stands TEXT NOT NULL
);
CREATE UNIQUE INDEX block_import_changes_unique ON block_import_changes (standing_id, import_id);
CREATE INDEX block_import_changes_of_import ON block_import_changes (import_id, id);
CREATE INDEX block_import_changes_by_age ON block_import_changes (at);
