-- Who said which mail a report is about that named none: as long as it stands here it can be taken back.
ALTER TABLE returns ADD COLUMN matched_by BIGINT;
