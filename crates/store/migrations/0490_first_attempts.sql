-- How long mail to one waited for its first attempt is found by when it was to leave, however much mail to many there is.
CREATE INDEX deliveries_begun_single ON deliveries (org_id, queued_at) WHERE stream = 'single' AND position = 1 AND attempts > 0;
