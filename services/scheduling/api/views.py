"""How calendars, publications, decisions, consultations and plans look from outside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.scheduling.domain.activity import Activity, Evidence
from services.scheduling.domain.calendar import Calendar
from services.scheduling.domain.consultation import Consultation
from services.scheduling.domain.decision import Decision
from services.scheduling.domain.plan import Plan
from services.scheduling.domain.publication import Publication
from services.scheduling.domain.rules import DateUsed, Outcome, Rule, Verdict
from services.scheduling.domain.template import Template

View = dict[str, Any]
CLOCK_RULE = "TN-R01"


def used(dated: DateUsed | None) -> View | None:
    return None if dated is None else {"subject": dated.subject, "date": dated.on}


def verdict(found: Verdict) -> View:
    return {
        "rule": found.rule,
        "verdict": found.outcome,
        "severity": found.severity,
        "text": found.text,
        "detail": found.detail,
        "activities": [dated.subject for dated in found.dates],
        "dates": [used(dated) for dated in found.dates],
        "nearest_lawful_date": used(found.nearest),
    }


def verdicts(found: Iterable[Verdict]) -> list[View]:
    return [verdict(one) for one in found]


def rule(one: Rule) -> View:
    return {
        "rule": one.id,
        "country": one.country,
        "scope": one.scope,
        "label": one.label,
        "description": one.description,
        "severity": one.severity,
        "basis": one.basis,
        "sources": one.sources,
        "check": one.check,
    }


def template(one: Template) -> View:
    steps = [
        {
            **activity_head(step.activity),
            "optional": step.optional,
            "predecessors": step.predecessors,
            "usual_day": step.usual_day,
            "constraints": step.constraints,
            "evidence": [{"type": n.type, "label": n.label, "required": n.required} for n in step.activity.needed],
        }
        for step in one.steps
    ]
    version = {"version": one.version, "adapted": one.adapted}
    head = {"template": one.id, **version, "country": one.country, "title": one.title}
    return {**head, "anchor": one.anchor, "phases": one.phases, "activities": steps}


def activity_head(one: Activity) -> View:
    return {
        "code": one.code,
        "key": one.key,
        "phase": one.phase,
        "label": one.label,
        "responsible_role": one.responsible_role,
        "meeting_kind": one.details.get("meeting_kind"),
        "publication_places": one.details.get("publication_places", []),
    }


def piece(one: Evidence) -> View:
    return {
        "type": one.type,
        "sha256": one.sha256,
        "name": one.name,
        "by": one.by,
        "at": one.at,
        "href": one.href,
        "media_type": one.media_type,
        "size": one.size,
        "public_sha256": one.public_sha256,
        "url": one.url,
    }


def chips(one: Activity) -> list[View]:
    """One chip a kind of evidence: needed or not, attached or not."""
    needed = {n.type: {"type": n.type, "label": n.label, "required": n.required} for n in one.needed}
    extra = {p.type: {"type": p.type, "label": {}, "required": False} for p in one.evidence if p.type not in needed}
    attached = {kind: [piece(p) for p in one.evidence if p.type == kind] for kind in (*needed, *extra)}
    return [{**chip, "attached": attached[kind]} for kind, chip in (needed | extra).items()]


def activity(one: Activity, today: date, found: Sequence[Verdict]) -> View:
    concerned = [v for v in found if any(dated.subject == one.code for dated in v.dates)]
    return {
        **activity_head(one),
        "planned_date": one.planned_date,
        "occurred_on": one.occurred_on,
        "sessions": one.sessions,
        "by_letters": one.by_letters,
        "due": one.due(today),
        "done": one.done,
        "done_on": one.done_on,
        "done_reason": one.done_reason,
        "notes": one.notes,
        "evidence": chips(one),
        "missing_evidence": one.missing(),
        "failed_rules": [v.rule for v in concerned if v.outcome in (Outcome.FAIL, Outcome.WARN)],
        "details": one.details,
    }


def calendar_head(one: Calendar) -> View:
    return {
        "calendar_id": one.id,
        "edition": one.edition,
        "template": one.template,
        "template_version": one.template_version,
        "template_adapted": one.adapted,
        "programme_year": one.programme_year,
        "title": one.title,
        "state": "draft" if one.adopted_at is None else "adopted",
        "historical": one.historical,
        "adopted_at": one.adopted_at,
        "activity_count": len(one.activities),
        "done_count": sum(activity.done for activity in one.activities),
        "version": one.version,
    }


def calendar(one: Calendar, today: date, found: Sequence[Verdict]) -> View:
    """Phases, activities in their order, and the verdicts; the bracket is the seven-day rule to be drawn."""
    return {
        **calendar_head(one),
        "today": today,
        "phases": one.phases,
        "activities": [activity(row, today, found) for row in one.activities],
        "verdicts": verdicts(found),
        "bracket": bracket(found),
        "meetings": one.meetings,
        "observations": one.observations,
        "source": one.source,
    }


def bracket(found: Sequence[Verdict]) -> View | None:
    clock = next((v for v in found if v.rule == CLOCK_RULE and len(v.dates) == 2), None)
    if clock is None:
        return None
    start, end = clock.dates
    return {
        "rule": clock.rule,
        "verdict": clock.outcome,
        "from": used(start),
        "to": used(end),
        "days": (end.on - start.on).days,
        "nearest_lawful_date": used(clock.nearest),
    }


def publication(one: Publication) -> View:
    return {
        "publication_id": one.id,
        "edition": one.edition,
        "kind": one.kind,
        "document": one.document,
        "web_copy": one.web_copy,
        "posting": one.posting,
        "dispatch": one.dispatch,
        "missing": one.missing(),
        "state": "proven" if one.proven_at else "open",
        "published_at": one.published_at,
        "proven_at": one.proven_at,
        "first_lawful_session": one.first_lawful_session,
        "version": one.version,
    }


def decision(one: Decision) -> View:
    votes = one.votes
    return {
        "request_id": one.id,
        "edition": one.edition,
        "state": one.state,
        "subject": one.subject,
        "title": one.title,
        "requested_at": one.requested_at,
        "number": one.number,
        "decided_on": one.decided_on,
        "outcome": one.outcome,
        "votes": {"for": votes.in_favour, "against": votes.against, "abstain": votes.abstained} if votes else None,
        "meeting_id": one.meeting_id,
    }


def consultation(one: Consultation) -> View:
    return {
        "consultation_id": one.id,
        "edition": one.edition,
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "opens_at": one.opens_at,
        "closes_at": one.closes_at,
    }


def plan_head(one: Plan) -> View:
    return {
        "plan_id": one.id,
        "kind": one.kind,
        "title": one.title,
        "loaded_at": one.loaded_at,
        "counts": one.counts(),
    }


def plan(one: Plan, found: Iterable[Verdict]) -> View:
    return {**plan_head(one), "document": one.document, "verdicts": verdicts(found)}


def differences(changes: Mapping[str, tuple[date | None, date]]) -> list[View]:
    return [{"code": code, "from": before, "to": after} for code, (before, after) in changes.items()]
