-- Writes: night_touched (temporary), empty: the accounts whose sums are made anew, where it is not all of them.
-- has_orders: its order days may differ, too. night_published (temporary), empty: the tiers to be published.
DROP TABLE IF EXISTS night_touched;
CREATE TEMP TABLE night_touched (account_id bigint PRIMARY KEY, has_orders boolean) ON COMMIT DROP;
DROP TABLE IF EXISTS night_published;
CREATE TEMP TABLE night_published (account_id bigint PRIMARY KEY, tier text, tier_before text) ON COMMIT DROP
