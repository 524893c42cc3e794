-- The record id behind its platform: the number people know, such as a case number. Searched by its beginning, so byte by byte.
ALTER TABLE hub_head ADD COLUMN name text COLLATE "C";

-- Heads written before this version get their names.
UPDATE hub_head SET name = CASE WHEN position(':' IN record_key) > 0 THEN substr(record_key, position(':' IN record_key) + 1) ELSE substr(record_key, position(' ' IN record_key) + 1) END;
CREATE INDEX hub_head_name ON hub_head (name);
