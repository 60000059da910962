-- Grain: one row per account that would move; an account that the night did not know has not moved. Reads: night_judged
-- under the draft, scoring_tierdecision (decision_from_a_night), accounts_visit (visit_account_time).
-- Writes: scoring_whatifmove. Visits are counted over the window of the night itself, as its minutes are.
DELETE FROM scoring_whatifmove WHERE what_if_id = %(what_if)s;
INSERT INTO scoring_whatifmove (
    what_if_id, account_id, before, after, rule, computed_rule, profit, minutes, visits, profit_then
)
SELECT %(what_if)s, judged.account_id, tier_before, new_tier, new_rule, new_computed_rule, decision.profit,
       decision.minutes, visited.visits, judged.profit
FROM night_judged AS judged
CROSS JOIN LATERAL (
    SELECT profit, minutes
    FROM scoring_tierdecision
    WHERE scoring_tierdecision.account_id = judged.account_id AND valid_from <= %(night)s
      AND (valid_until IS NULL OR valid_until > %(night)s)
    LIMIT 1  -- looked up for who moves; joined, the planner would read everybody's
) AS decision
CROSS JOIN LATERAL (
    SELECT count(*) AS visits
    FROM accounts_visit
    WHERE accounts_visit.account_id = judged.account_id AND state = 'logged'
      AND starts_at >= (%(night_after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND starts_at < (%(night)s::date + 1)::timestamp AT TIME ZONE %(zone)s
) AS visited
WHERE since IS NOT NULL AND new_tier <> tier_before
