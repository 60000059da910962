"""Who is leaving: the model is fitted and judged here, with numpy and scipy. Workers and commands import it; pages
read what it wrote (`scoring.queries.churn`), so that no web process loads numpy. docs/scoring.md has the formulas."""

import os

# Before numpy is loaded: its matrices here are narrow, and threads that wait for each other cost more than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
