-- Grain: one row per active account: what the steps from here on read, sums of the draft's window and the decision that
-- stands; by the rest a draft is judged no account. Reads: night_bridged.
CREATE TEMP VIEW night_standing AS
SELECT account_id, revenue, NULL::numeric AS cost, NULL::numeric AS cost_to_serve, NULL::numeric AS rebates,
       NULL::numeric AS complaints, NULL::numeric AS services, profit, minutes, entries, active_months,
       NULL::date AS changed_on, since, tier, computed_tier, NULL AS rule, NULL AS computed_rule, months_past, pin_id,
       NULL AS previous_tier, NULL AS previous_computed, NULL::date[] AS previous_months
FROM night_bridged
