-- Grain: one row per account with complaints that have been open for threshold days, the present one counted.
-- Reads: care_complaint (complaint_open), scoring_alertrule, night_alive, night_watched. Writes: night_complaint_cause, a
-- view. One row whatever their number: the gravest of them, of the gravest the one that came first. A lost account is not
-- warned of.
CREATE TEMP VIEW night_complaint_cause AS
SELECT account.id AS account_id, rule.cause, account.owner_id, due_days,
       jsonb_build_object('complaint', gravest, 'level', level, 'since', since, 'count', open.count) AS facts,
       NULL::date AS one_day, NULL::date AS other_day, NULL::integer AS number, NULL::numeric AS amount,
       NULL::numeric AS other_amount
FROM scoring_alertrule AS rule
CROSS JOIN LATERAL (
    SELECT account_id, count(*) AS count, max(level) AS level,
           (min(received_at) AT TIME ZONE %(zone)s)::date AS since,
           (array_agg(id ORDER BY level DESC, received_at, id))[1] AS gravest
    FROM care_complaint
    WHERE closed_at IS NULL
      AND (received_at AT TIME ZONE %(zone)s)::date <= %(date)s::date + 1 - ceil(threshold)::integer
      AND (%(account)s::bigint IS NULL OR account_id = %(account)s)
      AND account_id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'complaint') = 'complaint')  -- only watched
    GROUP BY account_id
) AS open
JOIN night_alive AS account ON account.id = open.account_id
WHERE rule.cause = 'complaint' AND is_enabled
  AND (cardinality(rule.tiers) = 0 OR account.tier = ANY (rule.tiers))
