-- Domains that an organisation's mail does not leave for, until somebody lifts that: who, when and why. What waits for one is
-- queued and has no due date. A program that does not know this table sends all the same, until its node is replaced.
CREATE TABLE held_destinations (
    id {id},
    org_id BIGINT NOT NULL,
    -- In the letters of DNS, as the domain of a delivery.
    domain {key} NOT NULL,
    held_at BIGINT NOT NULL,
    -- Absent for the operator.
    held_by BIGINT,
    why TEXT NOT NULL
);
CREATE UNIQUE INDEX held_destinations_unique ON held_destinations (org_id, domain);

-- Domains that mail goes on to: what a hold stopped is let go some at a time, and the row goes with the last of it.
CREATE TABLE lifted_destinations (
    id {id},
    org_id BIGINT NOT NULL,
    domain {key} NOT NULL,
    lifted_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX lifted_destinations_unique ON lifted_destinations (org_id, domain);
