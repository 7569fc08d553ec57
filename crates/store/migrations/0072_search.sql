-- The full-text index over cases and their messages. A document's number is the message's id, or
-- the case's for its number, title and customer. Its words come from the program's own analyser,
-- each with the organisation before it, so that no search reads another tenant's entries.

{search_index}
