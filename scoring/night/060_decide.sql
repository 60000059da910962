-- Grain: one row per active account.
-- Reads: night_profit, night_tier, night_distance, scoring_tierdecision of the night before (decision_night_tier),
-- scoring_tierpin. Writes: night_decision (temporary).
-- A pin decides. Else an account that computes into another tier than it had stays while it would still be in its old
-- tier with the boundaries moved by the buffer in favour of staying, and has been past them in fewer than `patience`
-- different months in the same direction. An account without a tier, before or now, moves at once.
DROP TABLE IF EXISTS night_decision;
CREATE TEMP TABLE night_decision ON COMMIT DROP AS
WITH levels (level, tier) AS (
    VALUES (0, 'lead'), (1, 'iron'), (2, 'gold'), (3, 'platinum')
),
before AS (
    SELECT account_id, decision.tier, months_past,
           old.level, sign((computed.level - old.level)::numeric) AS direction
    FROM scoring_tierdecision AS decision
    LEFT JOIN levels AS old ON old.tier = decision.tier
    LEFT JOIN levels AS computed ON computed.tier = decision.computed_tier
    WHERE business_date = %(previous)s
),
pinned AS (
    SELECT account_id, id AS pin_id, tier
    FROM scoring_tierpin
    WHERE removed_at IS NULL AND expires_on >= %(date)s
),
-- The boundaries moved in favour of staying: wider for who falls, narrower for who rises.
leaning AS (
    SELECT night_tier.*, coalesce(before.tier, '') AS previous_tier, before.level AS previous_level,
           sign((night_tier.level - before.level)::numeric) AS direction, before.direction AS previous_direction,
           before.months_past, %(buffer)s * sign((before.level - night_tier.level)::numeric) AS lean
    FROM night_tier
    LEFT JOIN before USING (account_id)
),
leant AS (
    SELECT leaning.*,
           CASE
               WHEN profit <= 0 OR profit < %(slim_margin)s * (1 - lean) * revenue THEN 0
               WHEN above < %(platinum_share)s * (1 + lean) * positive
                    AND rank <= ceil(%(platinum_rank)s * (1 + lean) * rated) THEN 3
               WHEN above < %(gold_share)s * (1 + lean) * positive
                    AND active_months >= %(loyal_months)s THEN 2
               ELSE 1
           END AS leant_level
    FROM leaning
),
weighed AS (
    SELECT leant.*,
           CASE WHEN direction = 0 OR direction IS NULL THEN '{}'::date[]
                WHEN direction IS DISTINCT FROM previous_direction THEN ARRAY[%(month)s::date]
                WHEN %(month)s::date = ANY (months_past) THEN months_past
                ELSE months_past || %(month)s::date END AS past,
           coalesce(direction * (leant_level - previous_level) <= 0, FALSE) AS within_buffer
    FROM leant
),
settled AS (
    SELECT weighed.*, pin_id, pinned.tier AS pinned_tier,
           pin_id IS NULL AND direction <> 0 AND within_buffer AND cardinality(past) < %(patience)s AS stays
    FROM weighed
    LEFT JOIN pinned USING (account_id)
)
SELECT settled.account_id,
       CASE WHEN pin_id IS NOT NULL THEN pinned_tier
            WHEN stays THEN previous_tier
            ELSE coalesce(levels.tier, '') END AS tier,
       coalesce(levels.tier, '') AS computed_tier,
       previous_tier,
       CASE WHEN pin_id IS NOT NULL THEN 'pinned' WHEN stays THEN 'buffered' ELSE settled.rule END AS rule,
       settled.rule AS computed_rule,
       night_profit.revenue, cost, cost_to_serve, night_profit.profit, minutes, entries, night_profit.active_months,
       rank,
       CASE WHEN positive > 0 THEN round(above::numeric(50, 20) / positive, 8) END AS profit_above,
       coalesce(next_tier, '') AS next_tier,
       to_next, to_lower, pin_id,
       CASE WHEN stays THEN past ELSE '{}'::date[] END AS months_past
FROM settled
JOIN night_profit USING (account_id)
LEFT JOIN levels ON levels.level = settled.level
LEFT JOIN night_distance USING (account_id);
ANALYZE night_decision
