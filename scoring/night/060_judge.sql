-- Grain: one row per active account that may be decided otherwise. Reads: night_standing, scoring_tierpin; where the policy asks for a minimum of months
-- scoring_ledgerentry (index-only over ledger_window), where it weighs key-account factors scoring_keymark.
-- Writes: night_judged, a view.
-- The policy's lines in their order; the first that holds decides. Where an account stands against a boundary is told by
-- one account of the ranking, the last that is inside (scoring.ladder finds it): as the policy says, and with the
-- boundary moved by the buffer: *_wide for who would fall, *_narrow for who would rise. Months of loyalty and since the
-- first order are gates, and so is the score of a key account, which lifts iron and gold by one step.
-- A pin decides. Else an account that computes into another tier than it had stays while it would still be in its old
-- tier with the boundaries moved in favour of staying, and has been past them in fewer than `patience` different months
-- in the same direction. An account without a tier, before or now, moves at once. What stood before is what stands,
-- but when the night of %(again)s is computed again it is what stood before that.
-- Judged is only who may be decided otherwise than before: whose sums moved, who leans on buffer, patience or a pin, and
-- whom the boundaries passed. For all others the same sums, rule and level say the same. A draft asks who moves alone: of
-- who computes into the tier that stands only the pinned may. Where 055_doubtful could tell
-- who that is, nobody else's line is asked for.
-- Accounts merged since bring each their pin and marks of that moment: of two the one set last counts.
-- OFFSET 0: what a line is made of is computed once, not wherever the lines below name it.
-- level: 0 lead, 1 iron, 2 gold, 3 platinum; null is unrated.
CREATE TEMP VIEW night_judged AS
WITH pinned AS (
    SELECT DISTINCT ON (account_id) account_id, id AS pin_id, tier
    FROM scoring_tierpin
    WHERE created_at <= %(as_of)s AND (removed_at IS NULL OR removed_at > %(as_of)s) AND expires_on >= %(date)s
    ORDER BY account_id, created_at DESC, id DESC
),
marked AS (
    SELECT account_id,
           sum(mark * CASE factor WHEN 'goals' THEN %(weight_goals)s WHEN 'damage' THEN %(weight_damage)s
                                  WHEN 'potential' THEN %(weight_potential)s END) AS weighed
    FROM (
        SELECT DISTINCT ON (account_id, factor) account_id, factor, mark
        FROM scoring_keymark
        WHERE set_at <= %(as_of)s AND (ended_at IS NULL OR ended_at > %(as_of)s)
        ORDER BY account_id, factor, set_at DESC, id DESC
    ) AS last_set
    GROUP BY account_id
),
known AS (
    SELECT standing.*,
           CASE WHEN since = %(again)s THEN previous_tier ELSE tier END AS tier_before,
           CASE WHEN since = %(again)s THEN previous_computed ELSE computed_tier END AS computed_before,
           CASE WHEN since = %(again)s THEN previous_months ELSE months_past END AS months_before,
           FALSE
               OR (active_months <= %(new_months)s AND NOT EXISTS (  -- only new
                       SELECT FROM scoring_ledgerentry AS entry  -- only new
                       WHERE entry.account_id = standing.account_id AND revenue_base > 0 AND date <= %(new_after)s))  -- only new
           AS is_new,
           FALSE
               OR 25 * (coalesce(weighed, 0)  -- only key
                        + %(weight_share)s * CASE  -- only key
                              WHEN profit > %(fifth_1_profit)s OR (profit = %(fifth_1_profit)s AND standing.account_id <= %(fifth_1_account)s) THEN 4  -- only key
                              WHEN profit > %(fifth_2_profit)s OR (profit = %(fifth_2_profit)s AND standing.account_id <= %(fifth_2_account)s) THEN 3  -- only key
                              WHEN profit > %(fifth_3_profit)s OR (profit = %(fifth_3_profit)s AND standing.account_id <= %(fifth_3_account)s) THEN 2  -- only key
                              WHEN profit > %(fifth_4_profit)s OR (profit = %(fifth_4_profit)s AND standing.account_id <= %(fifth_4_account)s) THEN 1  -- only key
                              ELSE 0 END  -- only key
                        + %(weight_stability)s * least(4, 4 * active_months / %(window_months)s)  -- only key
                        + %(weight_effort)s * least(4, minutes / (60 * %(window_months)s)))  -- only key
                  >= %(lift_score)s * %(weights)s  -- only key
           AS is_key
    FROM night_standing AS standing
    JOIN night_doubtful ON night_doubtful.account_id = standing.account_id  -- only between
    LEFT JOIN marked ON marked.account_id = standing.account_id  -- only key
),
lined AS (
    SELECT known.*,
           CASE
               WHEN entries = 0 THEN 'no_entry'
               WHEN profit <= 0 THEN 'loss'
               WHEN profit < %(slim_margin)s * revenue THEN 'slim_margin'
               WHEN is_new THEN 'too_new'
               WHEN profit > %(platinum_profit)s
                    OR (profit = %(platinum_profit)s AND account_id <= %(platinum_account)s) THEN 'top_profit'
               WHEN profit > %(gold_profit)s OR (profit = %(gold_profit)s AND account_id <= %(gold_account)s)
                   THEN CASE WHEN active_months >= %(loyal_months)s THEN 'loyal_profit' ELSE 'not_loyal' END
               ELSE 'ordinary'
           END AS line
    FROM known
    OFFSET 0
),
lifted AS (
    SELECT lined.*,
           CASE WHEN is_key AND line IN ('ordinary', 'not_loyal', 'loyal_profit') THEN 'key_account' ELSE line END AS new_rule,
           CASE WHEN line = 'top_profit' OR (line = 'loyal_profit' AND is_key) THEN 3
                WHEN line = 'loyal_profit' OR (line IN ('not_loyal', 'ordinary') AND is_key) THEN 2
                WHEN line IN ('not_loyal', 'ordinary', 'too_new') THEN 1
                WHEN line IN ('slim_margin', 'loss') THEN 0 END AS level,
           CASE tier_before WHEN 'platinum' THEN 3 WHEN 'gold' THEN 2 WHEN 'iron' THEN 1 WHEN 'lead' THEN 0 END AS level_before
    FROM lined
    OFFSET 0
),
doubtful AS (
    SELECT *
    FROM lifted
    WHERE TRUE
      AND (%(apart)s OR since IS NULL OR since = %(again)s OR changed_on >= %(moved_from)s  -- only doubtful
           OR months_past <> '{}' OR pin_id IS NOT NULL OR account_id IN (SELECT account_id FROM pinned)  -- only doubtful
           OR new_rule <> computed_rule  -- only doubtful
           OR level IS DISTINCT FROM CASE computed_tier WHEN 'platinum' THEN 3 WHEN 'gold' THEN 2  -- only lifted
                                                        WHEN 'iron' THEN 1 WHEN 'lead' THEN 0 END  -- only lifted
          )  -- only doubtful
      AND (level IS DISTINCT FROM level_before OR account_id IN (SELECT account_id FROM pinned))  -- only movers
),
leant AS (
    SELECT doubtful.*,
           sign(level - level_before) AS direction,
           sign(CASE computed_before WHEN 'platinum' THEN 3 WHEN 'gold' THEN 2 WHEN 'iron' THEN 1 WHEN 'lead' THEN 0 END
                - level_before) AS direction_before,
           CASE
               WHEN level IS NULL OR level_before IS NULL OR level = level_before THEN NULL
               WHEN level < level_before THEN
                   CASE
                       WHEN profit <= 0 OR profit < %(slim_margin)s * (1 - %(buffer)s) * revenue THEN 0
                       WHEN is_new THEN 1
                       WHEN profit > %(platinum_wide_profit)s
                            OR (profit = %(platinum_wide_profit)s AND account_id <= %(platinum_wide_account)s) THEN 3
                       WHEN active_months >= %(loyal_months)s
                            AND (profit > %(gold_wide_profit)s
                                 OR (profit = %(gold_wide_profit)s AND account_id <= %(gold_wide_account)s))
                           THEN CASE WHEN is_key THEN 3 ELSE 2 END
                       ELSE CASE WHEN is_key THEN 2 ELSE 1 END
                   END
               ELSE
                   CASE
                       WHEN profit <= 0 OR profit < %(slim_margin)s * (1 + %(buffer)s) * revenue THEN 0
                       WHEN is_new THEN 1
                       WHEN profit > %(platinum_narrow_profit)s
                            OR (profit = %(platinum_narrow_profit)s AND account_id <= %(platinum_narrow_account)s) THEN 3
                       WHEN active_months >= %(loyal_months)s
                            AND (profit > %(gold_narrow_profit)s
                                 OR (profit = %(gold_narrow_profit)s AND account_id <= %(gold_narrow_account)s))
                           THEN CASE WHEN is_key THEN 3 ELSE 2 END
                       ELSE CASE WHEN is_key THEN 2 ELSE 1 END
                   END
           END AS leant_level
    FROM doubtful
    OFFSET 0
),
weighed AS (
    SELECT leant.*,
           CASE WHEN direction = 0 OR direction IS NULL THEN '{}'::date[]
                WHEN direction IS DISTINCT FROM direction_before THEN ARRAY[%(month)s::date]
                WHEN %(month)s::date = ANY (months_before) THEN months_before
                ELSE months_before || %(month)s::date END AS past
    FROM leant
),
settled AS (
    SELECT weighed.*, pinned.pin_id AS new_pin_id, pinned.tier AS pinned_tier,
           coalesce(pinned.pin_id IS NULL AND direction <> 0 AND direction * (leant_level - level_before) <= 0
                    AND cardinality(past) < %(patience)s, FALSE) AS stays,
           CASE level WHEN 3 THEN 'platinum' WHEN 2 THEN 'gold' WHEN 1 THEN 'iron' WHEN 0 THEN 'lead' ELSE '' END
               AS new_computed_tier
    FROM weighed
    LEFT JOIN pinned USING (account_id)
    OFFSET 0
)
SELECT account_id, revenue, cost, cost_to_serve, rebates, complaints, services, profit, minutes, entries, active_months,
       changed_on, since, tier, computed_tier, rule, computed_rule, months_past, pin_id, tier_before, computed_before, months_before,
       CASE WHEN new_pin_id IS NOT NULL THEN pinned_tier WHEN stays THEN tier_before ELSE new_computed_tier END AS new_tier,
       new_computed_tier,
       CASE WHEN new_pin_id IS NOT NULL THEN 'pinned' WHEN stays THEN 'buffered' ELSE new_rule END AS new_rule,
       new_rule AS new_computed_rule,
       CASE WHEN stays THEN past ELSE '{}'::date[] END AS new_months_past,
       new_pin_id
FROM settled
