-- Grain: one row per account and stretch of nights. Reads: night_change. Writes: scoring_tierdecision (primary key).
-- The row that covers the business date ends there, and where it lasted on, goes on from the next night on record
-- (%(next)s, null: none): nights that have been computed keep what they decided. Between stands what this night found,
-- which is what the next night on record looks back on: who moved is found by that.
UPDATE scoring_tierdecision AS kept
SET valid_until = CASE WHEN old_from < %(date)s THEN %(date)s ELSE %(next)s::date END
FROM night_change
WHERE kept.id = old_id
  AND (old_from < %(date)s OR old_until > %(next)s OR (old_until IS NULL AND %(next)s::date IS NOT NULL));
INSERT INTO scoring_tierdecision (
    account_id, valid_from, valid_until, tier, computed_tier, previous_tier, rule, computed_rule, revenue, cost,
    cost_to_serve, rebates, complaints, services, profit, minutes, entries, active_months, pin_id, months_past
)
SELECT kept.account_id, %(next)s, old_until, kept.tier, kept.computed_tier, coalesce(found.tier, ''), kept.rule, kept.computed_rule,
       kept.revenue, kept.cost, kept.cost_to_serve, kept.rebates, kept.complaints, kept.services, kept.profit, kept.minutes, kept.entries, kept.active_months,
       kept.pin_id, kept.months_past
FROM night_change AS found
JOIN scoring_tierdecision AS kept ON kept.id = old_id
WHERE old_until > %(next)s OR (old_until IS NULL AND %(next)s::date IS NOT NULL);
DELETE FROM scoring_tierdecision AS kept
USING night_change
WHERE kept.id = old_id AND is_gone AND old_from = %(date)s;
UPDATE scoring_tierdecision AS kept
SET tier = found.tier, computed_tier = found.computed_tier, previous_tier = tier_before, rule = found.rule,
    computed_rule = found.computed_rule, revenue = found.revenue, cost = found.cost, cost_to_serve = found.cost_to_serve,
    rebates = found.rebates, complaints = found.complaints, services = found.services,
    profit = found.profit, minutes = found.minutes, entries = found.entries, active_months = found.active_months,
    pin_id = found.pin_id, months_past = found.months_past
FROM night_change AS found
WHERE kept.id = old_id AND old_from = %(date)s AND NOT is_gone;
INSERT INTO scoring_tierdecision (
    account_id, valid_from, valid_until, tier, computed_tier, previous_tier, rule, computed_rule, revenue, cost,
    cost_to_serve, rebates, complaints, services, profit, minutes, entries, active_months, pin_id, months_past
)
SELECT account_id, %(date)s, least(old_until, %(next)s::date), tier, computed_tier, tier_before, rule, computed_rule,
       revenue, cost, cost_to_serve, rebates, complaints, services, profit, minutes, entries, active_months, pin_id, months_past
FROM night_change
WHERE NOT is_gone AND (old_id IS NULL OR old_from < %(date)s)
ORDER BY account_id;
UPDATE scoring_tierdecision AS kept
SET previous_tier = coalesce(found.tier, '')
FROM night_change AS found
WHERE kept.account_id = found.account_id AND kept.valid_from = %(next)s::date AND kept.previous_tier <> coalesce(found.tier, '')
