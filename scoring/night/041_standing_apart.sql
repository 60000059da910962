-- In place of 040_standing for a night that is not the latest, and for a draft with another window.
-- Grain: one row per active account. Reads: night_sums, scoring_tierdecision (decision_from_a_night).
-- Writes: night_standing (temporary, with the columns of scoring_standing): what is kept stays as it is.
CREATE TEMP TABLE night_standing ON COMMIT DROP AS
SELECT found.account_id, found.revenue, found.cost, found.cost_to_serve, found.rebates, found.complaints,
       found.services, found.profit, found.minutes, found.entries,
       found.active_months, recent, earlier, %(date)s::date AS changed_on, own.valid_from AS since,
       coalesce(own.tier, '') AS tier, coalesce(own.computed_tier, '') AS computed_tier, coalesce(own.rule, '') AS rule,
       coalesce(own.computed_rule, '') AS computed_rule, coalesce(own.months_past, '{}') AS months_past, own.pin_id,
       coalesce(before.tier, '') AS previous_tier, coalesce(before.computed_tier, '') AS previous_computed,
       coalesce(before.months_past, '{}') AS previous_months
FROM night_sums AS found
LEFT JOIN scoring_tierdecision AS own
    ON own.account_id = found.account_id AND own.valid_from <= %(date)s
    AND (own.valid_until IS NULL OR own.valid_until > %(date)s)
LEFT JOIN scoring_tierdecision AS before
    ON before.account_id = found.account_id AND before.valid_until = %(date)s;
CREATE INDEX ON night_standing (profit) WHERE entries > 0;
ANALYZE night_standing (account_id, profit, entries)
