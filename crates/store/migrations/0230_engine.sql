-- Mail on its way: the stream it goes in, the lanes it waits in, and the destinations where nothing is tried for a while.

ALTER TABLE deliveries ADD COLUMN stream {key} NOT NULL DEFAULT 'single';
-- The recipient's domain; empty where a program that knows no lanes queued it, until a worker fills it in.
ALTER TABLE deliveries ADD COLUMN domain {key} NOT NULL DEFAULT '';
-- The destination whose trouble it waits for since its last attempt.
ALTER TABLE deliveries ADD COLUMN waits_for {key};

UPDATE deliveries SET domain = substr(recipient, length(rtrim(recipient, replace(recipient, '@', ''))) + 1)
    WHERE state = 'queued' OR state = 'sending';

CREATE INDEX deliveries_by_lane ON deliveries (org_id, stream, domain, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_without_lane ON deliveries (due_at) WHERE due_at IS NOT NULL AND domain = '';
CREATE INDEX deliveries_by_age ON deliveries (queued_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_by_domain ON deliveries (org_id, domain, queued_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_waiting_for ON deliveries (waits_for, due_at) WHERE waits_for IS NOT NULL;

-- What waits of one organisation, in one stream, for one domain; there is a lane as long as anything waits in it.
CREATE TABLE lanes (
    id {id},
    org_id BIGINT NOT NULL,
    stream {key} NOT NULL,
    domain {key} NOT NULL,
    -- When somebody looks into it: no later than the first of its deliveries is due, unless its destination is parked.
    next_at BIGINT NOT NULL,
    -- Where its mail was found to go, while that is known.
    destination {key}
);
CREATE UNIQUE INDEX lanes_unique ON lanes (org_id, stream, domain);
CREATE INDEX lanes_due ON lanes (stream, next_at);
CREATE INDEX lanes_due_by_organisation ON lanes (stream, org_id, next_at);
CREATE INDEX lanes_by_destination ON lanes (destination) WHERE destination IS NOT NULL;

INSERT INTO lanes (id, org_id, stream, domain, next_at)
    SELECT MIN(id), org_id, stream, domain, MIN(due_at) FROM deliveries
    WHERE due_at IS NOT NULL AND domain <> '' GROUP BY org_id, stream, domain;

-- Where nothing is tried until a time, for all nodes. It is the installation's: exchangers know us by our address.
CREATE TABLE parked_destinations (
    id {id},
    destination {key} NOT NULL,
    until_at BIGINT NOT NULL,
    reason {key} NOT NULL,
    words TEXT NOT NULL,
    host TEXT,
    failures BIGINT NOT NULL,
    -- Whose mail found it so: the words are for that organisation alone.
    found_by BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX parked_destinations_unique ON parked_destinations (destination);
CREATE INDEX parked_destinations_by_age ON parked_destinations (updated_at);

-- Where mails in a minute are counted: when the next one would be on time.
CREATE TABLE send_rates (
    id {id},
    counted {key} NOT NULL,
    free_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX send_rates_unique ON send_rates (counted);
CREATE INDEX send_rates_by_age ON send_rates (free_at);
