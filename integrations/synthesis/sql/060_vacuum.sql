-- Fresh tables have neither statistics nor a visibility map, which index-only scans need.
VACUUM (ANALYZE) accounts_account;
VACUUM (ANALYZE) accounts_visitdue;
VACUUM (ANALYZE) accounts_contact;
VACUUM (ANALYZE) accounts_contactrole;
VACUUM (ANALYZE) accounts_visit;
VACUUM (ANALYZE) accounts_visit_contacts;
VACUUM (ANALYZE) pipeline_opportunity;
VACUUM (ANALYZE) pipeline_move;
VACUUM (ANALYZE) pipeline_tally;
VACUUM (ANALYZE) scoring_ledgerentry
