-- Grain: one row per rated account. Reads: night_tier, night_rank (by rank). Writes: night_distance (temporary).
-- How much more or less profit, all others unchanged, would change the computed tier; docs/scoring.md derives it.
-- With k accounts above, profit q is inside a share s when  S(k) < s × (P − own + q),  so from S(k)/s − P + own on.
-- Which k it is follows from merging, in one sort, the accounts with the profits at which each k becomes possible.
DROP TABLE IF EXISTS night_distance;
CREATE TEMP TABLE night_distance ON COMMIT DROP AS
WITH shares (boundary, share) AS (
    SELECT boundary, share::numeric
    FROM (VALUES ('platinum', %(platinum_share)s), ('gold', %(gold_share)s)) AS named (boundary, share)
    WHERE share > 0
),
-- S(k)/s − P for each k, and the profits around it.
stairs AS (
    SELECT boundary, share, rank AS k, profit,
           (above + profit)::numeric(50, 20) / share - positive AS needed,
           lead(profit) OVER (PARTITION BY boundary ORDER BY rank) AS profit_below
    FROM night_rank
    CROSS JOIN shares
    WHERE profit > 0
),
-- Upwards: the most accounts that may stay above while the boundary is reached.
climbing AS (
    SELECT boundary, account_id,
           coalesce(max(k) OVER (
               PARTITION BY boundary ORDER BY reach DESC, k NULLS FIRST ROWS UNBOUNDED PRECEDING
           ), 0) AS k
    FROM (
        SELECT boundary, NULL::bigint AS account_id, k, profit - needed AS reach FROM stairs
        UNION ALL
        SELECT boundary, account_id, NULL, greatest(profit, 0) FROM night_rank CROSS JOIN shares
    ) AS merged
),
climbed AS (
    SELECT boundary, own.account_id, own.profit,
           least(climbing.k, own.rank - 1,
                 CASE boundary WHEN 'platinum' THEN ceil(%(platinum_rank)s * own.rated)::bigint - 1 END) AS k
    FROM climbing
    JOIN night_rank AS own USING (account_id)
),
gains AS (
    SELECT boundary, climbed.account_id, next.profit - climbed.profit AS to_pass,
           next.above::numeric(50, 20) / share - next.positive
               + greatest(climbed.profit, 0) - climbed.profit AS to_share,
           climbed.account_id < next.account_id AS wins_ties
    FROM climbed
    JOIN shares USING (boundary)
    JOIN night_rank AS next ON next.rank = climbed.k + 1
),
-- Downwards: the fewest accounts that must stand above for the boundary to be lost.
sinking AS (
    SELECT boundary, account_id,
           min(k) OVER (
               PARTITION BY boundary ORDER BY reach DESC NULLS FIRST, k NULLS LAST ROWS UNBOUNDED PRECEDING
           ) AS k
    FROM (
        SELECT boundary, NULL::bigint AS account_id, k, needed - profit_below AS reach FROM stairs
        UNION ALL
        SELECT boundary, account_id, NULL, profit / share - profit
        FROM night_rank CROSS JOIN shares WHERE profit > 0
    ) AS merged
),
losses AS (
    SELECT boundary, own.account_id, own.profit - other.profit AS to_pass,
           own.positive - (other.above + other.profit - own.profit)::numeric(50, 20) / share AS to_share,
           other.account_id < own.account_id AS loses_ties
    FROM sinking
    JOIN shares USING (boundary)
    JOIN night_rank AS own USING (account_id)
    JOIN night_rank AS other ON other.rank = greatest(sinking.k, own.rank)
    UNION ALL
    SELECT 'rank', own.account_id, own.profit - other.profit, NULL, other.account_id < own.account_id
    FROM night_rank AS own
    JOIN night_rank AS other ON other.rank = ceil(%(platinum_rank)s * own.rated) + 1
    UNION ALL
    SELECT 'lead', account_id, profit - greatest(%(slim_margin)s * revenue, 0), NULL, %(slim_margin)s * revenue <= 0
    FROM night_tier
    WHERE rank IS NOT NULL
),
-- The least hundredth that is enough: the sum itself where meeting it counts, the next one where it must be passed.
gained AS (
    SELECT account_id, boundary,
           CASE WHEN wins_ties AND to_pass > to_share THEN round(ceil(to_pass * 100) / 100, 2)
                ELSE round(floor(greatest(to_pass, to_share) * 100) / 100, 2) + 0.01 END AS least_gain
    FROM gains
    UNION ALL
    SELECT account_id, 'iron',
           CASE WHEN %(slim_margin)s * revenue > 0
                THEN round(ceil((%(slim_margin)s * revenue - profit) * 100) / 100, 2)
                ELSE round(floor(-profit * 100) / 100, 2) + 0.01 END
    FROM night_tier
    WHERE level = 0
),
lost AS (
    SELECT account_id, boundary,
           CASE WHEN loses_ties OR to_share > to_pass
                THEN round(ceil(greatest(to_pass, to_share) * 100) / 100, 2)
                ELSE round(floor(greatest(to_pass, to_share) * 100) / 100, 2) + 0.01 END AS least_loss
    FROM losses
),
gain AS (
    SELECT account_id,
           max(least_gain) FILTER (WHERE boundary = 'platinum') AS platinum,
           max(least_gain) FILTER (WHERE boundary = 'gold') AS gold,
           max(least_gain) FILTER (WHERE boundary = 'iron') AS iron
    FROM gained GROUP BY account_id
),
loss AS (
    SELECT account_id,
           least(max(least_loss) FILTER (WHERE boundary = 'platinum'), max(least_loss) FILTER (WHERE boundary = 'rank'))
               AS platinum,
           max(least_loss) FILTER (WHERE boundary = 'gold') AS gold,
           max(least_loss) FILTER (WHERE boundary = 'lead') AS iron
    FROM lost GROUP BY account_id
),
distance AS (
    SELECT account_id,
           gain.platinum AS for_platinum,
           CASE WHEN active_months >= %(loyal_months)s THEN gain.gold END AS for_gold,
           CASE level
               WHEN 0 THEN gain.iron
               WHEN 1 THEN least(CASE WHEN active_months >= %(loyal_months)s THEN gain.gold END, gain.platinum)
               WHEN 2 THEN gain.platinum
           END AS to_next,
           CASE level
               WHEN 3 THEN least(loss.platinum, loss.iron)
               WHEN 2 THEN least(loss.gold, loss.iron)
               WHEN 1 THEN loss.iron
           END AS to_lower
    FROM night_tier
    LEFT JOIN gain USING (account_id)
    LEFT JOIN loss USING (account_id)
    WHERE rank IS NOT NULL
)
SELECT account_id, to_next, to_lower,
       CASE WHEN to_next IS NULL THEN ''
            WHEN for_platinum <= to_next THEN 'platinum'
            WHEN for_gold <= to_next THEN 'gold'
            ELSE 'iron' END AS next_tier
FROM distance;
ANALYZE night_distance
