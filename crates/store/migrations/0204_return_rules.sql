-- An organisation's own rules on what returns mean; they are asked before those that come with Posthus.
CREATE TABLE return_rules (
    id {id},
    org_id BIGINT NOT NULL,
    class TEXT NOT NULL,
    -- Phrases, one of which must stand in the words; JSON.
    phrases TEXT NOT NULL,
    -- The host that says so; empty for any.
    host TEXT NOT NULL,
    -- Words that the rule decides.
    sample TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL
);
CREATE INDEX return_rules_by_org ON return_rules (org_id, id);

CREATE INDEX returns_by_time ON returns (org_id, at, id);
