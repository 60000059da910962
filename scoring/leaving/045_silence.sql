-- Grain: every prediction: the model may not speak, so no number stands. Writes: scoring_churnprediction.
DELETE FROM scoring_churnprediction
