-- Grain: a line of the movement, for everything (level 3), for a team (1), for a person (2);
-- level = GROUPING(team_id, owner_id).
-- Reads: the opportunities given (id, is_seen) and their moves before the end. Writes: nothing. Index used: move_opportunity, or
-- none where the reader sees everything.
-- Each move changes what its holder has open, a handover what two of them have. The changes before the first moment add up
-- to what was open then, so no opportunity has to be followed from move to move.
-- What comes from, or goes to, hands that are not asked about counts in every line: a person who keeps an opportunity that
-- leaves the team asked about has given it away there.
-- An opportunity out of the reader's sight (not is_seen) counts while it was in his own hands, or in those of his teams: what
-- happens to it in others' is not told, whoever is asked about.
WITH chosen AS MATERIALIZED (
    /*rows*/
),
entry AS (
    SELECT
        CASE
            WHEN move.at < %(since)s THEN 'start'
            WHEN move.cause = 'split' THEN 'split'
            WHEN move.kind = 'opened' THEN 'new'
            WHEN move.kind = 'handed' THEN 'received'
            WHEN move.kind IN ('won', 'lost', 'reopened') THEN move.kind
            WHEN move.base_after > move.base_before THEN 'increased'
            WHEN move.base_after < move.base_before THEN 'decreased'
        END AS line,
        move.team_id,
        move.owner_id,
        CASE
            WHEN move.kind IN ('opened', 'reopened', 'handed') THEN move.base_after
            WHEN move.kind IN ('won', 'lost') THEN -move.base_before
            ELSE move.base_after - move.base_before
        END AS amount,
        CASE
            WHEN move.kind IN ('opened', 'reopened', 'handed') THEN 1
            WHEN move.kind IN ('won', 'lost') THEN -1
            WHEN move.at < %(since)s OR move.cause = 'split' THEN 0
            ELSE 1
        END AS n,
        move.at < %(since)s OR move.kind <> 'handed' OR move.team_id <> move.from_team_id AS between_teams,
        move.at < %(since)s OR move.kind <> 'handed' OR move.owner_id <> move.from_owner_id AS between_people,
        move.at < %(since)s OR move.kind <> 'handed'
            OR NOT (%(anybody)s OR move.from_owner_id = ANY (%(owners)s))
            OR NOT (%(any_team)s OR move.from_team_id = ANY (%(teams)s))
            OR NOT (chosen.is_seen OR move.from_owner_id = %(reader)s OR move.from_team_id = ANY (%(reach)s))
            AS from_elsewhere
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    WHERE move.at < %(until)s
        -- Decided out of no stage: it was not open.
        AND (move.from_stage_id IS NOT NULL OR move.kind NOT IN ('won', 'lost'))
        AND (%(anybody)s OR move.owner_id = ANY (%(owners)s))
        AND (%(any_team)s OR move.team_id = ANY (%(teams)s))
        AND (chosen.is_seen OR move.owner_id = %(reader)s OR move.team_id = ANY (%(reach)s))
    UNION ALL
    -- The other side of a handover.
    SELECT
        CASE WHEN move.at < %(since)s THEN 'start' ELSE 'given' END,
        move.from_team_id,
        move.from_owner_id,
        -move.base_after,
        -1,
        move.at < %(since)s OR move.team_id <> move.from_team_id,
        move.at < %(since)s OR move.owner_id <> move.from_owner_id,
        move.at < %(since)s
            OR NOT (%(anybody)s OR move.owner_id = ANY (%(owners)s))
            OR NOT (%(any_team)s OR move.team_id = ANY (%(teams)s))
            OR NOT (chosen.is_seen OR move.owner_id = %(reader)s OR move.team_id = ANY (%(reach)s))
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    WHERE move.kind = 'handed'
        AND move.at < %(until)s
        AND (%(anybody)s OR move.from_owner_id = ANY (%(owners)s))
        AND (%(any_team)s OR move.from_team_id = ANY (%(teams)s))
        AND (chosen.is_seen OR move.from_owner_id = %(reader)s OR move.from_team_id = ANY (%(reach)s))
),
part AS (
    SELECT
        line,
        team_id,
        owner_id,
        SUM(amount) FILTER (WHERE from_elsewhere) AS amount,
        SUM(n) FILTER (WHERE from_elsewhere) AS n,
        SUM(amount) FILTER (WHERE between_teams OR from_elsewhere) AS team_amount,
        SUM(n) FILTER (WHERE between_teams OR from_elsewhere) AS team_n,
        SUM(amount) FILTER (WHERE between_people OR from_elsewhere) AS owner_amount,
        SUM(n) FILTER (WHERE between_people OR from_elsewhere) AS owner_n
    FROM entry
    WHERE line IS NOT NULL
    GROUP BY line, team_id, owner_id
)
SELECT
    GROUPING(team_id, owner_id) AS level,
    line,
    team_id,
    owner_id,
    COALESCE(
        CASE GROUPING(team_id, owner_id)
            WHEN 3 THEN SUM(amount) WHEN 1 THEN SUM(team_amount) ELSE SUM(owner_amount)
        END,
        0
    ) AS amount,
    COALESCE(
        CASE GROUPING(team_id, owner_id) WHEN 3 THEN SUM(n) WHEN 1 THEN SUM(team_n) ELSE SUM(owner_n) END,
        0
    )::bigint AS n
FROM part
GROUP BY GROUPING SETS ((line), (line, team_id), (line, owner_id))
