-- Grain: one row per tier ("": unrated). Reads: night_news.
SELECT tier, count(*) AS accounts, sum(profit) AS profit, sum(revenue) AS revenue, sum(minutes) AS minutes,
       sum(cost_to_serve) AS cost_to_serve
FROM night_news
GROUP BY tier
ORDER BY tier
