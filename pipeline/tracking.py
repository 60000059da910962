"""What of this room the history of changes keeps (journal/history/tracked.py)."""

from __future__ import annotations

from journal.history.tracked import track, untracked


def keep_history() -> None:
    track("pipeline.Opportunity", ignore=("left_stages", "passed_stages"))
    for part in ("CoOwner", "Line", "Rival", "Tick", "Stakeholder", "OpportunityReview", "ReviewAction", "ReviewPick"):
        track(f"pipeline.{part}", of="opportunity")
    track("pipeline.ReviewAnswer", of="review__opportunity")
    track("pipeline.Development")
    track("pipeline.DevelopmentEntry", of="development")
    notes = ("results", "funnel", "activity", "gaps", "figures")  # between two people: in no event, export or search
    track("pipeline.PerformanceReview", account=None, ignore=("persons_team", *notes))
    for label in ("Quota", "Adjustment"):
        track(f"pipeline.{label}", account=None, ignore=("persons_team",))
    for label in ("Product", "Competitor", "DevelopmentStep", "FlagRule"):
        track(f"pipeline.{label}", account=None)
    for label in ("Stage", "ForecastRule", "Proposal", "QuestionSet", "ReviewRule"):
        track(f"pipeline.{label}", account=None)
    track("pipeline.AgreedAction", of="review", account=None)
    track("pipeline.StageCriterion", of="stage", account=None)
    track("pipeline.ProposalLine", of="proposal", account=None)
    track("pipeline.ReviewQuestion", of="set", account=None)
    untracked("pipeline.Move", "pipeline.DateChange", because="they are the history of an opportunity")
    untracked("pipeline.Snapshot", "pipeline.Tally", "pipeline.StageNorm", because="sums, made from other rows")
