-- Whether the mail that a server took for it had a return path of its own: a report that comes to none proves nothing then.
ALTER TABLE deliveries ADD COLUMN stamped BOOLEAN NOT NULL DEFAULT FALSE;
