-- With whom something is signed that is not over, and what they expect. Grain: one row an account and point that is known.
SELECT DISTINCT contract.account_id, 'contract' AS key, date 'infinity' AS seen_on
FROM dossier_contract AS contract
WHERE contract.signed_on IS NOT NULL
  AND (contract.terminated_on IS NULL OR contract.terminated_on >= %(today)s::date)
  AND (
      contract.ends_on IS NULL
      OR contract.ends_on >= %(today)s::date
      OR contract.renews AND NOT EXISTS (
          SELECT 1
          FROM dossier_contract AS following
          WHERE following.follows_id = contract.id
            AND following.signed_on IS NOT NULL
      )
  )
  AND contract.account_id = %(account)s -- only one
UNION ALL
SELECT expected.account_id, 'expectation', max(expected.heard_on)
FROM dossier_expectation AS expected
WHERE expected.ended_on IS NULL
  AND expected.account_id = %(account)s -- only one
GROUP BY expected.account_id
UNION ALL
SELECT need.account_id, 'needs', min(need.seen_on)
FROM dossier_need AS need
WHERE TRUE
  AND need.account_id = %(account)s -- only one
GROUP BY need.account_id
HAVING count(*) = 5
