-- Servers before a mailbox whose word on who brought a mail is believed: networks, as a list in JSON.
ALTER TABLE mailboxes ADD COLUMN trusted_gateways TEXT NOT NULL DEFAULT '[]';
