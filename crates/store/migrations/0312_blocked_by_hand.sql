-- Addresses that a person blocked and that no mail came back from stand together when blocked ones are ordered by fault.
UPDATE address_standings SET last_fault = 'hand' WHERE block_reason = 'hand' AND last_class = '' AND last_fault = '';
