-- Many equal refusals of one provider within minutes: blocking stops, and a person decides.
CREATE TABLE return_incidents (
    id {id},
    org_id BIGINT NOT NULL,
    -- The provider and its words, without what is of one mail.
    burst {key} NOT NULL,
    provider TEXT NOT NULL,
    class TEXT NOT NULL,
    words TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    -- open, confirmed, rolled_back.
    state TEXT NOT NULL,
    closed_at BIGINT,
    closed_by BIGINT
);
CREATE UNIQUE INDEX return_incidents_open ON return_incidents (org_id, burst) WHERE closed_at IS NULL;
CREATE INDEX return_incidents_by_time ON return_incidents (org_id, opened_at, id);

ALTER TABLE returns ADD COLUMN burst TEXT;
-- Whether this return blocked its address.
ALTER TABLE returns ADD COLUMN blocked BOOLEAN NOT NULL DEFAULT FALSE;
-- The incident that it belongs to.
ALTER TABLE returns ADD COLUMN incident_id BIGINT;
CREATE INDEX returns_by_burst ON returns (org_id, burst, at) WHERE burst IS NOT NULL;
CREATE INDEX returns_by_incident ON returns (org_id, incident_id, blocked, id) WHERE incident_id IS NOT NULL;
