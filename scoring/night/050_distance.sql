-- Grain: one row per rated account. Reads: night_tier, night_rank (by rank). Writes: night_distance (temporary).
-- How much more or less profit, all others unchanged, would change the computed tier; docs/scoring.md derives it.
-- With k accounts above, profit q is inside a share s when S(k) < s × (P − own + q), so from S(k)/s − P + own on. Which k
-- it is follows from merging, in one sort, the accounts with the profits at which each k becomes possible.
DROP TABLE IF EXISTS night_distance;
CREATE TEMP TABLE night_distance ON COMMIT DROP AS
WITH shares (boundary, share) AS (
    SELECT boundary, share::numeric
    FROM (VALUES ('platinum', %(platinum_share)s), ('gold', %(gold_share)s)) AS named (boundary, share)
    WHERE share > 0
),
-- S(k) for each k, and the profits around it.
stairs AS (
    SELECT boundary, share, rank AS k, profit, above + profit AS upto, positive,
           lead(profit) OVER (PARTITION BY boundary ORDER BY rank) AS profit_below
    FROM night_rank
    CROSS JOIN shares
    WHERE profit > 0
),
-- Upwards: the most accounts that may stay above while the boundary is reached.
seekers AS (
    SELECT boundary, share, account_id, rank, profit, rated
    FROM night_tier
    CROSS JOIN shares
    WHERE (boundary = 'platinum' AND level < 3)
       OR (boundary = 'gold' AND level < 2 AND active_months >= %(loyal_months)s)
),
climbing AS (
    SELECT merged.*,
           max(k) OVER (PARTITION BY boundary ORDER BY reach DESC, k NULLS FIRST ROWS UNBOUNDED PRECEDING) AS most
    FROM (
        SELECT boundary, share, NULL::bigint AS account_id, NULL::bigint AS rank, NULL::numeric AS profit,
               NULL::bigint AS rated, k, share * (profit + positive) - upto AS reach
        FROM stairs
        WHERE share * (profit + positive) > upto
        UNION ALL
        SELECT boundary, share, account_id, rank, profit, rated, NULL, share * greatest(profit, 0)
        FROM seekers
    ) AS merged
),
gains AS (
    SELECT boundary, climbing.account_id, next.profit - climbing.profit AS to_pass,
           next.above::numeric(50, 20) / share - next.positive
               + greatest(climbing.profit, 0) - climbing.profit AS to_share,
           climbing.account_id < next.account_id AS wins_ties
    FROM climbing
    JOIN night_rank AS next
        ON next.rank = 1 + least(
            coalesce(most, 0), climbing.rank - 1,
            CASE boundary WHEN 'platinum' THEN ceil(%(platinum_rank)s * climbing.rated)::bigint - 1 END
        )
    WHERE climbing.account_id IS NOT NULL
),
-- Downwards: the fewest accounts that must stand above for the boundary to be lost.
holders AS (
    SELECT boundary, share, account_id, rank, profit
    FROM night_tier
    CROSS JOIN shares
    WHERE (boundary = 'platinum' AND level = 3) OR (boundary = 'gold' AND level = 2)
),
sinking AS (
    SELECT merged.*,
           min(k) OVER (
               PARTITION BY boundary ORDER BY reach DESC NULLS FIRST, k NULLS LAST ROWS UNBOUNDED PRECEDING
           ) AS fewest
    FROM (
        SELECT boundary, share, NULL::bigint AS account_id, NULL::bigint AS rank, NULL::numeric AS profit,
               k, upto - share * (positive + profit_below) AS reach
        FROM stairs
        WHERE profit_below IS NULL OR upto >= share * (positive + profit_below)
        UNION ALL
        SELECT boundary, share, account_id, rank, profit, NULL, profit * (1 - share)
        FROM holders
    ) AS merged
),
losses AS (
    SELECT boundary, sinking.account_id, sinking.profit - other.profit AS to_pass,
           other.positive - (other.above + other.profit - sinking.profit)::numeric(50, 20) / share AS to_share,
           other.account_id < sinking.account_id AS loses_ties
    FROM sinking
    JOIN night_rank AS other ON other.rank = greatest(fewest, sinking.rank)
    WHERE sinking.account_id IS NOT NULL
    UNION ALL
    SELECT 'rank', own.account_id, own.profit - other.profit, NULL, other.account_id < own.account_id
    FROM night_tier AS own
    JOIN night_rank AS other ON other.rank = ceil(%(platinum_rank)s * own.rated)::bigint + 1
    WHERE own.level = 3
    UNION ALL
    SELECT 'lead', account_id, profit - greatest(%(slim_margin)s * revenue, 0), NULL, %(slim_margin)s * revenue <= 0
    FROM night_tier
    WHERE level > 0
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
gain AS (
    SELECT account_id,
           max(least_gain) FILTER (WHERE boundary = 'platinum') AS platinum,
           max(least_gain) FILTER (WHERE boundary = 'gold') AS gold,
           max(least_gain) FILTER (WHERE boundary = 'iron') AS iron
    FROM gained
    GROUP BY account_id
),
loss AS (
    SELECT account_id,
           min(CASE WHEN loses_ties OR to_share > to_pass
                    THEN round(ceil(greatest(to_pass, to_share) * 100) / 100, 2)
                    ELSE round(floor(greatest(to_pass, to_share) * 100) / 100, 2) + 0.01 END) AS to_lower
    FROM losses
    GROUP BY account_id
),
distance AS (
    SELECT account_id, platinum, gold,
           CASE level WHEN 0 THEN iron ELSE least(gold, platinum) END AS to_next,
           to_lower
    FROM night_tier
    LEFT JOIN gain USING (account_id)
    LEFT JOIN loss USING (account_id)
    WHERE rank IS NOT NULL
)
SELECT account_id, to_next, to_lower,
       CASE WHEN to_next IS NULL THEN ''
            WHEN platinum <= to_next THEN 'platinum'
            WHEN gold <= to_next THEN 'gold'
            ELSE 'iron' END AS next_tier
FROM distance;
ANALYZE night_distance
