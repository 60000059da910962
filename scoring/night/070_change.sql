-- Grain: one row per account about which something else is decided than the row of history says that covers the business
-- date, be it sums or outcome; is_gone: it is not active, and history has a row. Reads: night_judged, night_standing,
-- scoring_tierdecision (decision_from_a_night, one_standing_decision). Writes: night_change (temporary) with the row
-- of history as old_… With %(apart)s history is compared account by account, else only where sums or outcome moved,
-- of a night computed again since the night was computed before.
DROP TABLE IF EXISTS night_news;
CREATE TEMP TABLE night_news ON COMMIT DROP AS
SELECT account_id, revenue, cost, cost_to_serve, rebates, complaints, services, profit, minutes, entries, active_months, tier_before, computed_before,
       months_before, new_tier AS tier, new_computed_tier AS computed_tier, new_rule AS rule,
       new_computed_rule AS computed_rule, new_months_past AS months_past, new_pin_id AS pin_id
FROM night_judged
WHERE %(apart)s OR since IS NULL
   OR since = %(date)s OR changed_on >= %(moved_from)s  -- only afresh
   OR account_id IN (SELECT account_id FROM night_touched)  -- only again
   OR new_tier <> tier OR new_computed_tier <> computed_tier OR new_rule <> rule OR new_computed_rule <> computed_rule
   OR new_months_past <> months_past OR new_pin_id IS DISTINCT FROM pin_id;
ANALYZE night_news (account_id);
DROP TABLE IF EXISTS night_change;
CREATE TEMP TABLE night_change ON COMMIT DROP AS
SELECT news.*, old.id AS old_id, old.valid_from AS old_from, old.valid_until AS old_until, old.tier AS old_tier,
       FALSE AS is_gone
FROM night_news AS news
LEFT JOIN scoring_tierdecision AS old
    ON old.account_id = news.account_id AND old.valid_from <= %(date)s
    AND (old.valid_until IS NULL OR old.valid_until > %(date)s)
WHERE (old.tier, old.computed_tier, old.rule, old.computed_rule, old.revenue, old.cost, old.cost_to_serve,
       old.rebates, old.complaints, old.services, old.profit,
       old.minutes, old.entries, old.active_months, old.pin_id, old.months_past)
      IS DISTINCT FROM
      (news.tier, news.computed_tier, news.rule, news.computed_rule, news.revenue, news.cost, news.cost_to_serve,
       news.rebates, news.complaints, news.services,
       news.profit, news.minutes, news.entries, news.active_months, news.pin_id, news.months_past)
   OR (old.valid_from = %(date)s AND old.previous_tier <> news.tier_before);
INSERT INTO night_change (account_id, old_id, old_from, old_until, old_tier, is_gone)
SELECT account_id, id, valid_from, valid_until, tier, TRUE
FROM scoring_tierdecision AS old
WHERE valid_from <= %(date)s AND (valid_until IS NULL OR valid_until > %(date)s)
  AND account_id IN (  -- only carried
      SELECT account_id FROM night_touched AS touched  -- only carried
      WHERE NOT EXISTS (SELECT FROM night_standing AS kept WHERE kept.account_id = touched.account_id)  -- only carried
      OFFSET 0)  -- only carried
  AND NOT EXISTS (SELECT FROM night_standing WHERE night_standing.account_id = old.account_id);
ANALYZE night_change (account_id)
