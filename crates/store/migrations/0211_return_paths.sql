-- The delivery that the return path names to which a mail came: proof that it is about that one.

ALTER TABLE intakes ADD COLUMN returned_delivery_id BIGINT;
