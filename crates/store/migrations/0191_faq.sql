-- Answers to what customers often ask, suggested by the words of a mail.

CREATE TABLE faq_entries (
    id {id},
    org_id BIGINT NOT NULL,
    folder TEXT NOT NULL,
    folder_key {key} NOT NULL,
    title TEXT NOT NULL,
    title_key {key} NOT NULL,
    keywords TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT NOT NULL,
    language {key} NOT NULL,
    -- Everything of it that is searched, folded to lower case.
    search_key TEXT NOT NULL,
    -- The stems of title, keywords and text, as JSON, and the analyser that found them.
    stems TEXT NOT NULL,
    analyser BIGINT NOT NULL,
    archived_at BIGINT,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT
);
CREATE INDEX faq_entries_in_folders ON faq_entries (org_id, folder_key, title_key, id);

-- The folder whose entries a mailbox suggests; empty for all, none for no suggestions.
ALTER TABLE mailboxes ADD COLUMN faq_folder TEXT;
