-- Grain: one row: how many summands the tally has now.
-- Reads: pipeline_opportunity, pipeline_move, both locked against writing. Writes: pipeline_tally, all of it. Index used:
-- none. What is counted stands once, in migration 0003, which makes this function and the triggers of the same text.
SELECT pipeline_tally_recount() AS rows
