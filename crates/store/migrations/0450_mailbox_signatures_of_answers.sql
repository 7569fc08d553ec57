-- What stands under answers from a mailbox, where that is not what stands under what begins something.
ALTER TABLE mailbox_signatures ADD COLUMN of_reply TEXT NOT NULL DEFAULT '';
ALTER TABLE mailbox_signatures ADD COLUMN of_reply_html TEXT;
