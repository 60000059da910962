-- Grain: one row for everything (level 7), one per stage (3), per team (5), per owner (6); level = GROUPING bits.
-- Reads: the opportunities given (id, is_seen) and the last move of each before a moment, which says where it stood, what it
-- was worth and who held it. Writes: nothing. Index used: move_opportunity.
-- What is out of the reader's sight (not is_seen) counts where it was in his own hands, or in those of his teams.
WITH chosen AS MATERIALIZED (
    /*rows*/
),
level AS (
    SELECT
        GROUPING(stage.id, move.team_id, move.owner_id) AS level,
        stage.id AS stage_id,
        move.team_id,
        move.owner_id,
        COUNT(*) AS count,
        SUM(move.base_after) AS amount,
        SUM(move.base_after * stage.probability) / 100 AS weighted
    FROM chosen
    CROSS JOIN LATERAL (
        SELECT kind, to_stage_id, team_id, owner_id, base_after
        FROM pipeline_move
        WHERE opportunity_id = chosen.id AND at < %(until)s
        ORDER BY at DESC, id DESC
        LIMIT 1
    ) AS move
    JOIN pipeline_stage AS stage ON stage.id = move.to_stage_id
    WHERE move.kind NOT IN ('won', 'lost')
        AND (%(anybody)s OR move.owner_id = ANY (%(owners)s))
        AND (%(any_team)s OR move.team_id = ANY (%(teams)s))
        AND (chosen.is_seen OR move.owner_id = %(reader)s OR move.team_id = ANY (%(reach)s))
    GROUP BY GROUPING SETS ((), (stage.id), (move.team_id), (move.owner_id))
)
SELECT
    level.*,
    COALESCE(team.name, owner.name) AS name
FROM level
LEFT JOIN teams_team AS team ON team.id = level.team_id
LEFT JOIN teams_user AS owner ON owner.id = level.owner_id
