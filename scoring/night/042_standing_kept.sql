-- Grain: one row per active account: what the steps from here on read. A view, and so its readers may run in parallel.
CREATE TEMP VIEW night_standing AS
SELECT * FROM scoring_standing
