-- Reads import_person, writes import_row.person_id.
UPDATE import_row SET person_id = found.person_id FROM import_person AS found WHERE found.name = import_row.person_name
