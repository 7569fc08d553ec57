-- When an organisation's mail went on after it was stopped: the time of what waited begins there. A program that does not
-- know this column counts from when a mail was queued, until its node is replaced.
ALTER TABLE organisations ADD COLUMN sending_resumed_at BIGINT;
CREATE INDEX organisations_resumed ON organisations (sending_resumed_at) WHERE sending_resumed_at IS NOT NULL;
