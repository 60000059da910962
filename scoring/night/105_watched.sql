-- Grain: one row per account and cause whose alert may be another than in the night of %(kept_until)s: something happened to
-- the account (night_touched, night_news; cause is null: any cause), or a day has come since on which this cause begins by
-- itself or its quiet ends.
-- Reads: scoring_rhythm (rhythm_by_day), accounts_visitdue (visit_due_day),
-- accounts_account (account_no_step_visit), accounts_visit (visit_time), surveys_survey (survey_answered),
-- dossier_contract (contract_decide, contract_last_day), care_complaint (complaint_open), accounts_contact (contact_left),
-- scoring_alert (alert_quiet), the rules. Writes: night_watched (temporary); night_alive, a view of those of its accounts
-- that can be warned of, each read once whatever its causes (temporary: night_account). All other alerts stand as they are.
DROP TABLE IF EXISTS night_watched;
CREATE TEMP TABLE night_watched ON COMMIT DROP AS
SELECT account_id, NULL AS cause FROM night_touched
UNION
SELECT account_id, NULL FROM night_news
UNION
SELECT account_id, 'overdue'
FROM scoring_alertrule
CROSS JOIN generate_series(0, %(date)s::date - (SELECT min(last_order) FROM scoring_rhythm)) AS ago
CROSS JOIN LATERAL (
    SELECT account_id
    FROM scoring_rhythm
    WHERE last_order = %(date)s::date - ago
      AND usual_days < ago / greatest(threshold, 0.000001)  -- of hundredths
      AND usual_days >= (%(kept_until)s::date - %(date)s::date + ago) / greatest(threshold, 0.000001)
      AND orders >= min_orders
    OFFSET 0  -- by day first: the planner takes the days for many
) AS rhythm
WHERE cause = 'overdue' AND is_enabled
UNION
SELECT account_id, 'cadence'
FROM scoring_alertrule
CROSS JOIN LATERAL (
    SELECT DISTINCT days - floor(threshold * days)::integer AS early
    FROM (SELECT days FROM accounts_cadence UNION SELECT days FROM accounts_owncadence WHERE days IS NOT NULL) AS every
) AS cadence
JOIN accounts_visitdue  -- the day before as well: of who was never visited the day due knows of no other zone since
    ON due_on BETWEEN %(kept_until)s::date + early - 1 AND %(date)s::date + early - 1
WHERE cause = 'cadence' AND is_enabled
UNION
SELECT account.id, 'no_next_step'
FROM scoring_alertrule
JOIN accounts_account AS account
    ON coalesce(last_visit_on, '0001-01-01'::date)
        BETWEEN %(kept_until)s::date - ceil(threshold)::integer + 1 AND %(date)s::date - ceil(threshold)::integer
WHERE cause = 'no_next_step' AND is_enabled
  AND next_step_on IS NULL AND (cardinality(tiers) = 0 OR tier = ANY (tiers))  -- who loses step or tier later, is touched then
UNION
SELECT account_id, 'no_next_step'
FROM accounts_visit
WHERE state = 'planned' AND starts_at >= %(kept_until)s::date::timestamp AT TIME ZONE %(zone)s
  AND starts_at < %(date)s::date::timestamp AT TIME ZONE %(zone)s
UNION
SELECT account_id, 'dissatisfied'  -- answered since, or grown old since
FROM surveys_survey
CROSS JOIN surveys_surveyrule
WHERE state = 'answered'
  AND (answered_at >= %(kept_until)s::date::timestamp AT TIME ZONE %(zone)s
       OR (answered_at AT TIME ZONE %(zone)s)::date + stale_days BETWEEN %(kept_until)s::date AND %(date)s::date)
UNION
SELECT account_id, 'contract_ends'  -- a contract's time has come since
FROM scoring_alertrule
JOIN dossier_contract
    ON decide_by BETWEEN %(kept_until)s::date + ceil(threshold)::integer AND %(date)s::date + ceil(threshold)::integer
WHERE cause = 'contract_ends' AND is_enabled
  AND signed_on IS NOT NULL AND terminated_on IS NULL AND ends_on IS NOT NULL
UNION
SELECT account_id, 'contract_ends'  -- or is over since
FROM scoring_alertrule
JOIN dossier_contract
    ON coalesce(terminated_on, ends_on) BETWEEN %(kept_until)s::date - ceil(threshold)::integer - 1
        AND %(date)s::date - ceil(threshold)::integer
WHERE cause = 'contract_ends' AND is_enabled AND signed_on IS NOT NULL
UNION
SELECT account_id, 'complaint'  -- a complaint's time has come since: few are open
FROM care_complaint
WHERE closed_at IS NULL
UNION
SELECT account_id, 'decider_left'  -- somebody left since, or so long ago that it is no news any more
FROM scoring_alertrule
JOIN accounts_contact
    ON archived_at >= %(kept_until)s::date::timestamp AT TIME ZONE %(zone)s
    OR (archived_at >= (%(kept_until)s::date - ceil(threshold)::integer)::timestamp AT TIME ZONE %(zone)s
        AND archived_at < (%(date)s::date + 1 - ceil(threshold)::integer)::timestamp AT TIME ZONE %(zone)s)
WHERE cause = 'decider_left' AND is_enabled
UNION
SELECT account_id, cause
FROM scoring_alertrule AS rule
CROSS JOIN LATERAL (
    SELECT account_id
    FROM scoring_alert AS alert
    WHERE alert.cause = rule.cause AND over_on IS NULL AND state IN ('resolved', 'false_alarm')
      AND closed_at < (%(date)s::date - quiet_days)::timestamp AT TIME ZONE %(zone)s
    OFFSET 0  -- by cause first: the planner takes those that are over for some that are not
) AS closed;
ANALYZE night_watched;
DROP TABLE IF EXISTS night_account;
CREATE TEMP TABLE night_account ON COMMIT DROP AS
SELECT id, owner_id, coalesce(published.tier, account.tier) AS tier, stage, last_visit_on, next_step_on, created_at
FROM (SELECT DISTINCT account_id FROM night_watched ORDER BY account_id) AS watched
JOIN accounts_account AS account ON id = account_id
LEFT JOIN night_published AS published ON published.account_id = id
WHERE archived_at IS NULL AND lost_on IS NULL;
CREATE TEMP VIEW night_alive AS
SELECT * FROM night_account;
ANALYZE night_account
