-- Grain: one row per active account: what the steps from here on read, sums of the draft's window and the decision that
-- stands; of costs and halves a draft is judged by none. A view: joined to the left, so that who asks for sums alone reads
-- them alone. Reads: night_bridged, scoring_standing.
CREATE TEMP VIEW night_standing AS
SELECT night_bridged.account_id, night_bridged.revenue, NULL::numeric AS cost, NULL::numeric AS cost_to_serve,
       NULL::numeric AS rebates, NULL::numeric AS complaints, NULL::numeric AS services, night_bridged.profit,
       night_bridged.minutes, night_bridged.entries, night_bridged.active_months, changed_on, since, tier, computed_tier,
       rule, computed_rule, months_past, pin_id, previous_tier, previous_computed, previous_months
FROM night_bridged
LEFT JOIN scoring_standing AS kept ON kept.account_id = night_bridged.account_id
