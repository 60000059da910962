-- What they spend, and with whom. Grain: one row an account and point that is known.
SELECT wallet.account_id, 'wallet' AS key, max(wallet.heard_on) AS seen_on
FROM wallet_estimate AS wallet
WHERE wallet.withdrawn_on IS NULL
  AND wallet.account_id = %(account)s -- only one
GROUP BY wallet.account_id
UNION ALL
SELECT DISTINCT wallet.account_id, 'rivals', date 'infinity'
FROM wallet_estimate AS wallet
JOIN wallet_part AS part ON part.estimate_id = wallet.id
WHERE wallet.withdrawn_on IS NULL
  AND wallet.account_id = %(account)s -- only one
