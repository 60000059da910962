-- Grain: one row per account whose visit is overdue, or that was visited and left without a next step.
-- Reads: night_alive, night_watched, accounts_cadence, accounts_owncadence, scoring_alertrule, planned visits (visit_account_time), open opportunities
-- (opportunity_account). Writes: night_visit_cause, a view.
-- Visit overdue: more than threshold × its cadence (its own, else its tier's) since the last visit (since the account was entered, while
-- there is none). No next step: at least threshold days after the last visit nothing is agreed: no open step, no planned
-- visit from the business date on, no dated next step of an open opportunity. Nobody is waited for at an account that is
-- archived, lost or filtered out.
CREATE TEMP VIEW night_visit_cause AS
WITH account AS NOT MATERIALIZED (
    SELECT id, owner_id, tier, last_visit_on, next_step_on,
           coalesce(last_visit_on, (created_at AT TIME ZONE %(zone)s)::date) AS since
    FROM night_alive
    WHERE stage <> 'filtered'
),
found AS (
    SELECT account.id, cause, owner_id, due_days, rule.tiers, account.tier, last_visit_on AS one_day,
           since AS other_day, coalesce(own.days, cadence.days)::integer AS number
    FROM account
    JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
    LEFT JOIN accounts_owncadence AS own ON own.account_id = account.id
    JOIN scoring_alertrule AS rule ON cause = 'cadence' AND is_enabled
    WHERE %(date)s - since > threshold * coalesce(own.days, cadence.days)
      AND account.id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'cadence') = 'cadence')  -- only watched
    UNION ALL
    SELECT account.id, cause, owner_id, due_days, rule.tiers, account.tier, last_visit_on, NULL, NULL
    FROM account
    JOIN scoring_alertrule AS rule ON cause = 'no_next_step' AND is_enabled
    WHERE next_step_on IS NULL
      AND %(date)s - last_visit_on >= threshold
      AND account.id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'no_next_step') = 'no_next_step')  -- only watched
      AND NOT EXISTS (
          SELECT FROM accounts_visit
          WHERE account_id = account.id AND state = 'planned'
            AND starts_at >= %(date)s::date::timestamp AT TIME ZONE %(zone)s
      )
      AND NOT EXISTS (
          SELECT FROM pipeline_opportunity
          WHERE account_id = account.id AND status = 'open' AND archived_at IS NULL AND next_step_on IS NOT NULL
      )
)
SELECT id AS account_id, cause, owner_id, due_days, NULL::jsonb AS facts, one_day, other_day, number,
       NULL::numeric AS amount, NULL::numeric AS other_amount
FROM found
WHERE cardinality(tiers) = 0 OR tier = ANY (tiers)
