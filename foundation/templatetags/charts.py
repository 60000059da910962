"""`{% load charts %}`: pictures drawn by the server, each with its table. docs/design-system.md shows them."""

from __future__ import annotations

from django import template

from foundation.ui import bars, calibration, curve, waterfall

register = template.Library()

register.inclusion_tag("components/charts/whale.html", name="whale_curve")(curve.whale_curve)
register.inclusion_tag("components/charts/bars.html", name="bar_list")(bars.bar_list)
register.inclusion_tag("components/charts/bars.html", name="money_bars")(bars.money_bars)
register.inclusion_tag("components/charts/funnel.html", name="funnel_chart")(bars.funnel_chart)
register.inclusion_tag("components/charts/calibration.html", name="calibration_chart")(calibration.calibration_chart)
register.inclusion_tag("components/charts/waterfall.html", name="waterfall")(waterfall.waterfall)
register.inclusion_tag("components/charts/spark.html", name="sparkline")(bars.sparkline)
register.inclusion_tag("components/charts/strip.html", name="tier_strip")(bars.tier_strip)
