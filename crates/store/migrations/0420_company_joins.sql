-- Companies that were joined with another, so that they can be split again for a while.
CREATE TABLE company_joins (
    org_id BIGINT NOT NULL,
    -- Which stays, and which was joined with it.
    company_id BIGINT NOT NULL,
    gone_id BIGINT NOT NULL,
    -- What it was, and what of it went where, as JSON.
    joined TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, company_id, gone_id)
) {clustered};
CREATE INDEX company_joins_by_age ON company_joins (joined_at);
