-- What waits for a destination of one organisation, whatever waits there of others.
CREATE INDEX deliveries_waiting_of ON deliveries (waits_for, org_id) WHERE waits_for IS NOT NULL;
