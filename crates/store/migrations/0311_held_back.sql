-- Why a mail was not tried, as JSON, where its address is written to no more; the sentence about it stands among the words.
ALTER TABLE attempts ADD COLUMN held_back TEXT;
-- The same of the last attempt of any delivery.
ALTER TABLE outbox ADD COLUMN held_back TEXT;
