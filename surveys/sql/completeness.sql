-- Whom we asked. Grain: one row an account with an answered survey.
SELECT survey.account_id, 'satisfaction' AS key, (max(survey.answered_at) AT TIME ZONE %(zone)s)::date AS seen_on
FROM surveys_survey AS survey
WHERE survey.state = 'answered'
  AND survey.account_id = %(account)s -- only one
GROUP BY survey.account_id
