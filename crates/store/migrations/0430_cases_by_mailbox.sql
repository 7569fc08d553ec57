-- Whoever deletes a mailbox is told how many of its cases are open.
CREATE INDEX cases_by_mailbox ON cases (mailbox_id, status);
