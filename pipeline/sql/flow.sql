-- Grain: how opportunities went within the period: from a stage (none: new, reopened, or decided without having been
-- open) to a stage, or to being won or lost.
-- Reads: the opportunities given (id, is_seen) and their moves of the period; of those out of sight what was in the
-- reader's or his teams' hands. Writes: nothing. Index used: move_opportunity.
WITH chosen AS MATERIALIZED (
    /*rows*/
)
SELECT
    move.kind,
    move.from_stage_id,
    move.to_stage_id,
    COUNT(*) AS n,
    SUM(move.base_after) AS amount
FROM chosen
JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
WHERE move.kind NOT IN ('amount', 'handed')
    AND move.at >= %(since)s
    AND move.at < %(until)s
    AND (%(anybody)s OR move.owner_id = ANY (%(owners)s))
    AND (%(any_team)s OR move.team_id = ANY (%(teams)s))
    AND (chosen.is_seen OR move.owner_id = %(reader)s OR move.team_id = ANY (%(reach)s))
GROUP BY move.kind, move.from_stage_id, move.to_stage_id
