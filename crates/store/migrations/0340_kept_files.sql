-- Files that texts keep, so that every mail made of them has them: those of templates, and the pictures of signatures.
-- The bytes lie with raw mail.
CREATE TABLE kept_files (
    id {id},
    org_id BIGINT NOT NULL,
    -- template, user, mailbox or identity, and its id.
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    -- Its place among the owner's, from 0.
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_octets BIGINT NOT NULL,
    raw_hash {bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT
);
CREATE INDEX kept_files_by_owner ON kept_files (org_id, owner_kind, owner_id, position, id);

-- Whom mails begun with a template go to beside those whom their authors name, as JSON.
ALTER TABLE templates ADD COLUMN recipients TEXT;
