-- In place of forget_kept where the sums were made anew.
DROP VIEW night_judged;
DROP TABLE night_standing
