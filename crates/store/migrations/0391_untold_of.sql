-- Authors are told of mail that is late organisation by organisation: those whose mail is stopped have very much of it.
CREATE INDEX deliveries_untold_of ON deliveries (told, org_id, queued_at) WHERE due_at IS NOT NULL;
DROP INDEX deliveries_untold;
