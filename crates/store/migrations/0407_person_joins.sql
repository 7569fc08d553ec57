-- Persons who were joined with another, so that they can be split again for a while.
CREATE TABLE person_joins (
    org_id BIGINT NOT NULL,
    -- Who stays, and who was joined with him.
    person_id BIGINT NOT NULL,
    gone_id BIGINT NOT NULL,
    -- What he was, and what of it went where, as JSON.
    joined TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, person_id, gone_id)
) {clustered};
CREATE INDEX person_joins_by_age ON person_joins (joined_at);
