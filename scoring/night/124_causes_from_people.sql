-- Grain: one row per account whose decision-maker left in the last threshold days, and nobody known there decides now.
-- Reads: accounts_contact (contact_left), accounts_contactrole, scoring_alertrule, night_alive, night_watched.
-- Writes: night_people_cause, a view. Of several the one who left last. A lost account is not warned of.
CREATE TEMP VIEW night_people_cause AS
SELECT DISTINCT ON (account.id)
       account.id AS account_id, rule.cause, account.owner_id, due_days,
       jsonb_build_object(
           'contact', gone.id, 'name', gone.name, 'left_on', (gone.archived_at AT TIME ZONE %(zone)s)::date) AS facts,
       NULL::date AS one_day, NULL::date AS other_day, NULL::integer AS number, NULL::numeric AS amount,
       NULL::numeric AS other_amount
FROM scoring_alertrule AS rule
JOIN accounts_contact AS gone
    ON gone.archived_at >= (%(date)s::date + 1 - ceil(threshold)::integer)::timestamp AT TIME ZONE %(zone)s
JOIN accounts_contactrole AS held
    ON held.contact_id = gone.id AND held.account_id = gone.account_id AND held.role = 'decision_maker'
JOIN night_alive AS account ON account.id = gone.account_id
WHERE rule.cause = 'decider_left' AND is_enabled
  AND NOT EXISTS (
      SELECT FROM accounts_contactrole AS other
      JOIN accounts_contact AS person ON person.id = other.contact_id
      WHERE other.account_id = gone.account_id AND other.role = 'decision_maker' AND person.archived_at IS NULL)
  AND (cardinality(rule.tiers) = 0 OR account.tier = ANY (rule.tiers))
  AND gone.account_id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'decider_left') = 'decider_left')  -- only watched
ORDER BY account.id, gone.archived_at DESC, gone.id
