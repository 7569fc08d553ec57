-- Whether it is a copy that the sender or its author has of everything: that it does not arrive is no failure of the mail.
ALTER TABLE deliveries ADD COLUMN unasked BOOLEAN NOT NULL DEFAULT FALSE;
