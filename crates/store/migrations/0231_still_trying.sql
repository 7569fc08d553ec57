-- How often the author of a mail that is still on its way was told so.

ALTER TABLE deliveries ADD COLUMN told BIGINT NOT NULL DEFAULT 0;
CREATE INDEX deliveries_untold ON deliveries (told, queued_at) WHERE due_at IS NOT NULL;
