-- What is stopped or failed for a domain is found by that, however much was sent there. What is sent is never in it.
CREATE INDEX deliveries_at_rest ON deliveries (org_id, domain, state, outbox_id) WHERE due_at IS NULL AND state <> 'sent';
