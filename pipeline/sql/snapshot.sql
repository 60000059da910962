-- Grain: one row: how many were kept. Each kept row: a month, an owner, a team.
-- Reads: opportunities won this year, or open and expected this month or later. Writes: pipeline_snapshot.
-- Index used: opportunity_closed, opportunity_expected.
WITH rate AS (
    SELECT *
    FROM UNNEST(
        %(stages)s::bigint[], %(configured)s::numeric[], %(observed)s::numeric[], %(categories)s::text[]
    ) AS given (stage_id, configured, observed, category)
),
chosen AS (
    SELECT
        date_trunc('month', CASE WHEN status = 'won' THEN closed_on ELSE expected_close_on END)::date AS month,
        owner_id, team_id, status, amount_base, rate.configured, rate.observed, rate.category
    FROM pipeline_opportunity AS opportunity
    LEFT JOIN rate ON rate.stage_id = opportunity.stage_id
    WHERE archived_at IS NULL
        AND (
            (status = 'won' AND closed_on >= %(year)s AND closed_on <= %(day)s)
            OR (status = 'open' AND expected_close_on >= %(month)s)
        )
),
kept AS (
    INSERT INTO pipeline_snapshot (taken_on, month, owner_id, team_id, count, won, commit, best, weighted, observed)
    SELECT
        %(day)s, month, owner_id, team_id,
        COUNT(*) FILTER (WHERE status = 'open'),
        COALESCE(SUM(amount_base) FILTER (WHERE status = 'won'), 0),
        COALESCE(SUM(amount_base) FILTER (WHERE status = 'open' AND category = 'commit'), 0),
        COALESCE(
            SUM(amount_base * CASE WHEN category IN ('commit', 'best') THEN 1 ELSE GREATEST(configured, observed) END)
                FILTER (WHERE status = 'open'),
            0
        ),
        COALESCE(SUM(amount_base * configured) FILTER (WHERE status = 'open'), 0),
        COALESCE(SUM(amount_base * observed) FILTER (WHERE status = 'open'), 0)
    FROM chosen
    GROUP BY month, owner_id, team_id
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT COUNT(*) AS kept FROM kept
