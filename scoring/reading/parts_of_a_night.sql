-- Grain: one row per account in the parts asked for, each from `least` up to below `most`.
-- Reads: scoring_tierdecision (index-only over decision_by_profit).
SELECT part, order_profit AS profit, account_id
FROM unnest(%(parts)s::integer[], %(least)s::numeric[], %(most)s::numeric[]) AS asked (part, least, most)
JOIN scoring_tierdecision
    ON order_profit >= least AND order_profit < most
    AND valid_from <= %(date)s AND (valid_until IS NULL OR valid_until > %(date)s)
