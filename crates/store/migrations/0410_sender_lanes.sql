-- Mail of different senders may go different ways, since a user and a domain may have a server of their own: what waits of
-- each has lanes of its own, so that a destination holds no mail that goes elsewhere.

-- Whose way it takes: the domain that it is from and, behind a colon, its author where it is from his own address. Empty
-- where a program that knows no senders queued it, until a worker fills it in.
ALTER TABLE deliveries ADD COLUMN sender {key} NOT NULL DEFAULT '';

UPDATE deliveries SET sender = COALESCE((
        SELECT substr(o.from_address, length(rtrim(o.from_address, replace(o.from_address, '@', ''))) + 1)
            || CASE WHEN o.from_kind = 'own' AND o.created_by IS NOT NULL THEN ':' || CAST(o.created_by AS TEXT) ELSE '' END
        FROM outbox o WHERE o.id = deliveries.outbox_id AND o.org_id = deliveries.org_id), '')
    WHERE (state = 'queued' OR state = 'sending') AND domain <> '';

-- The index `deliveries_by_lane` stays for the programs before this one, as the table `lanes` does.
CREATE INDEX deliveries_by_sender_lane ON deliveries (org_id, stream, domain, sender, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX deliveries_without_sender ON deliveries (due_at) WHERE due_at IS NOT NULL AND sender = '';

-- What waits of one organisation, in one stream, for one domain, of one sender. The table `lanes` stays for the programs
-- before this one, which look into it alone and upset nothing here.
CREATE TABLE sender_lanes (
    id {id},
    org_id BIGINT NOT NULL,
    stream {key} NOT NULL,
    domain {key} NOT NULL,
    sender {key} NOT NULL,
    -- When somebody looks into it: no later than the first of its deliveries is due, unless its destination is parked.
    next_at BIGINT NOT NULL,
    -- Where its mail was found to go, while that is known.
    destination {key},
    -- Whether somebody chose another way for some of its mail: no destination holds it then.
    is_mixed BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX sender_lanes_unique ON sender_lanes (org_id, stream, domain, sender);
CREATE INDEX sender_lanes_due ON sender_lanes (stream, next_at);
CREATE INDEX sender_lanes_due_by_organisation ON sender_lanes (stream, org_id, next_at);
CREATE INDEX sender_lanes_by_destination ON sender_lanes (destination, next_at) WHERE destination IS NOT NULL;

INSERT INTO sender_lanes (id, org_id, stream, domain, sender, next_at)
    SELECT MIN(id), org_id, stream, domain, sender, MIN(due_at) FROM deliveries
    WHERE due_at IS NOT NULL AND sender <> '' GROUP BY org_id, stream, domain, sender;

UPDATE sender_lanes SET is_mixed = TRUE WHERE (org_id, stream, domain, sender) IN (
    SELECT d.org_id, d.stream, d.domain, d.sender FROM deliveries d
    JOIN outbox o ON o.id = d.outbox_id AND o.org_id = d.org_id
    WHERE d.due_at IS NOT NULL AND d.sender <> '' AND o.chosen_way IS NOT NULL);
