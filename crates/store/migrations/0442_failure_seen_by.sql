-- Who took the mark of a failed delivery off a case, since it failed last: he has seen it, and is not told of it by mail.
ALTER TABLE cases ADD COLUMN failure_seen_by BIGINT;
