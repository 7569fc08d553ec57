-- Where a program before senders had lanes lets somebody choose another way for a mail, it says so of the mail's lane in `lanes`
-- alone: these are found by programs that look into `sender_lanes`.
CREATE INDEX lanes_mixed ON lanes (id) WHERE is_mixed;
