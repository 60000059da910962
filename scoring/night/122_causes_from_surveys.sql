-- Grain: one row per account whose latest survey lies further below expectation than the rule allows, and is not old yet.
-- Reads: surveys_survey (survey_latest), surveys_surveypoint, surveys_surveyrule, scoring_alertrule, night_alive, night_watched.
-- Writes: night_survey_cause, a view. Withdrawn surveys count for nothing; a lost account is not warned of.
CREATE TEMP VIEW night_survey_cause AS
SELECT account.id AS account_id, rule.cause, account.owner_id, due_days,
       jsonb_build_object(
           'answered_on', latest.answered_on, 'gap', latest.gap::text, 'worst', point.text, 'worst_zh', point.text_zh,
           'survey', latest.id) AS facts,
       NULL::date AS one_day, NULL::date AS other_day, NULL::integer AS number, NULL::numeric AS amount,
       NULL::numeric AS other_amount
FROM night_alive AS account
JOIN scoring_alertrule AS rule ON rule.cause = 'dissatisfied' AND is_enabled
CROSS JOIN surveys_surveyrule
CROSS JOIN LATERAL (
    SELECT id, gap, worst_id, (answered_at AT TIME ZONE %(zone)s)::date AS answered_on
    FROM surveys_survey
    WHERE account_id = account.id AND state = 'answered'
    ORDER BY answered_at DESC, id DESC
    LIMIT 1
) AS latest
JOIN surveys_surveypoint AS point ON point.id = latest.worst_id
WHERE latest.gap <= -threshold
  AND %(date)s::date - latest.answered_on <= stale_days
  AND (cardinality(rule.tiers) = 0 OR account.tier = ANY (rule.tiers))
  AND account.id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'dissatisfied') = 'dissatisfied')  -- only watched
