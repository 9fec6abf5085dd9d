"""Commands on action plans and open programmes: progress, typed indicators, evaluation."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.scheduling.application.editing import EditedMeanwhile, expect
from services.scheduling.application.ports import Plans
from services.scheduling.domain.indicator import IndicatorRule
from services.scheduling.domain.plan import ActivityStatus, Plan


async def report_progress(
    plans: Plans,
    *,
    municipality: str,
    plan_id: str,
    code: str,
    change: Mapping[str, Any],
    by: str,
    at: datetime,
    expected: int,
) -> Plan:
    """Only what is named changes; progress of other activities does not collide.

    Raises `EditedMeanwhile`, `PlanActivityUnknown`, `ProgressContradictsStatus`.
    """
    plan = await plans.get(municipality, plan_id)
    now = plan.state_of(code)
    if expected < now.version:
        raise EditedMeanwhile(plan.version, {"status": now.status, "percent": now.percent, "note": now.note}, change)
    status = ActivityStatus(change.get("status", now.status))
    note = change.get("note", now.note)
    plan.report_progress(code, status, change.get("percent"), note, by, at)
    await plans.save(plan)
    return plan


async def type_indicator(
    plans: Plans,
    rules: Mapping[str, IndicatorRule],
    *,
    municipality: str,
    plan_id: str,
    code: str,
    indicator: str,
    value: int,
    by: str,
    at: datetime,
    expected: int,
) -> Plan:
    """Raises `EditedMeanwhile`, `IndicatorIsCounted`, `IndicatorUnknown`, `PlanActivityUnknown`."""
    plan = await plans.get(municipality, plan_id)
    now = plan.typed_last(code, indicator)
    if now is not None and expected < now.version:
        raise EditedMeanwhile(plan.version, {"value": now.value}, {"value": value})
    plan.type_indicator(code, indicator, value, by, at, rules)
    await plans.save(plan)
    return plan


async def set_evaluation(
    plans: Plans, *, municipality: str, plan_id: str, change: Mapping[str, date | None], expected: int
) -> Plan:
    """`counted_from`, `evaluation_due_on`, `evaluated_on`: only what is named changes. Raises `EditedMeanwhile`."""
    plan = await plans.get(municipality, plan_id)
    expect(plan, expected, {name: getattr(plan, name) for name in change}, change)
    for name, value in change.items():
        setattr(plan, name, value)
    await plans.save(plan)
    return plan
