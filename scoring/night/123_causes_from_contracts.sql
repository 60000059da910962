-- Grain: one row per account of which a signed contract ends without renewal and nobody has decided what follows.
-- Reads: dossier_contract (contract_last_day), scoring_alertrule, night_alive, night_watched. Writes: night_contract_cause, a view.
-- Of several the one that ends first. It speaks threshold days before the last day of notice, a terminated one at once,
-- both until as many days after the end. One that renews itself, was decided about or is followed by a signed one is
-- silent; a lost account is not warned of.
CREATE TEMP VIEW night_contract_cause AS
SELECT DISTINCT ON (account.id)
       account.id AS account_id, rule.cause, account.owner_id, due_days,
       jsonb_build_object(
           'contract', contract.id, 'title', title, 'ends_on', coalesce(terminated_on, ends_on), 'decide_by', decide_by,
           'terminated', terminated_on IS NOT NULL) AS facts,
       NULL::date AS one_day, NULL::date AS other_day, NULL::integer AS number, NULL::numeric AS amount,
       NULL::numeric AS other_amount
FROM scoring_alertrule AS rule
JOIN dossier_contract AS contract
    ON coalesce(terminated_on, ends_on) >= %(date)s::date - ceil(threshold)::integer AND signed_on IS NOT NULL
JOIN night_alive AS account ON account.id = contract.account_id
WHERE rule.cause = 'contract_ends' AND is_enabled
  AND (terminated_on IS NOT NULL
       OR (NOT renews AND settled_for IS DISTINCT FROM ends_on
           AND decide_by <= %(date)s::date + ceil(threshold)::integer))
  AND NOT EXISTS (
      SELECT FROM dossier_contract AS successor
      WHERE successor.follows_id = contract.id AND successor.signed_on IS NOT NULL)
  AND (cardinality(rule.tiers) = 0 OR account.tier = ANY (rule.tiers))
  AND contract.account_id IN (SELECT account_id FROM night_watched WHERE coalesce(cause, 'contract_ends') = 'contract_ends')  -- only watched
ORDER BY account.id, coalesce(terminated_on, ends_on), contract.id
