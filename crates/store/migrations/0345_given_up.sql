-- How long a mail had been tried when it was given up for want of time, seconds; absent where an attempt ended otherwise, and
-- in attempts of a program that wrote it into the timeline alone.
ALTER TABLE attempts ADD COLUMN gave_up_after_s BIGINT;
