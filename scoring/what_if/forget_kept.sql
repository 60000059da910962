-- Views outlive the transaction; these must not stand in the way of the next night.
DROP VIEW night_judged, night_standing
