-- Up to which refusal of an incident what failed was sent again, so that the next walk begins behind it.
ALTER TABLE return_incidents ADD COLUMN sent_again_to BIGINT;
