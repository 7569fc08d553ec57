-- Texts with variables that answers are made of, in up to three languages.

CREATE TABLE templates (
    id {id},
    org_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    description TEXT NOT NULL,
    folder TEXT NOT NULL,
    folder_key {key} NOT NULL,
    active BOOLEAN NOT NULL,
    default_language TEXT NOT NULL,
    -- Everything of it that is searched, folded to lower case.
    search_key TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    updated_by BIGINT,
    deleted_at BIGINT
);
CREATE UNIQUE INDEX templates_unique ON templates (org_id, name_key) WHERE deleted_at IS NULL;
CREATE INDEX templates_in_folders ON templates (org_id, folder_key, name_key, id);
CREATE INDEX templates_bin ON templates (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE template_versions (
    org_id BIGINT NOT NULL,
    template_id BIGINT NOT NULL,
    language {key} NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (org_id, template_id, language)
) {clustered};

-- Whoever sets the mailboxes up writes what they answer.
INSERT INTO role_rights (org_id, role_id, right_name)
SELECT org_id, role_id, 'templates' FROM role_rights WHERE right_name = 'mailboxes';
