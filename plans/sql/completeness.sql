-- Who has a plan for this year. Grain: one row an account that has.
SELECT plan.account_id, 'plan' AS key, date 'infinity' AS seen_on
FROM plans_accountplan AS plan
WHERE plan.year = EXTRACT(YEAR FROM %(today)s::date)
  AND plan.account_id = %(account)s -- only one
