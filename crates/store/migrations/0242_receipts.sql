-- Whether the author of a mail asks to be told when it has arrived.

ALTER TABLE outbox ADD COLUMN asks_receipt BOOLEAN NOT NULL DEFAULT FALSE;
