"""The occurrences that are somebody's own, and why: one part of a union for each reason."""

from typing import Any

from sqlalchemy import CTE, FromClause, Select, String, and_, bindparam, cast, literal_column, or_, select, union_all

from server.db import Instant, Key
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.models import EventStatus, Occurrence
from server.events.policies import POSTING
from server.events.staff import EventStaff
from server.organizations.models import Membership

_me = bindparam("me", type_=Key())
_since, _until, _began = (bindparam(name, type_=Instant()) for name in ("since", "until", "began"))
_o = Occurrence.__table__.c


def mine() -> CTE:
    """(id, event_id, starts_at, ends_at, role, busy): a row for each reason why a published occurrence that ends
    after `since` and starts before `until` belongs in the agenda of `me`. What an organization of theirs holds must
    have started after `began` besides: that way it is found by its time. Whoever is `busy` can be nowhere else."""
    within = (_o.listed, _o.starts_at < _until, or_(_o.ends_at > _since, _o.starts_at >= _since))
    arms = [arm.where(*within) for arm in (_answered(), _spoken(), _worked(), _at_booth())]
    arms.append(_posted().where(*within, _o.starts_at > _began))
    return union_all(*arms).cte("mine")


def _occurring(role: Any, source: FromClause) -> Select[Any]:
    takes_place = _o.status.in_((EventStatus.SCHEDULED, EventStatus.RESCHEDULED))
    busy = and_(takes_place, role != _text("INTERESTED")).label("busy")
    return select(_o.id, _o.event_id, _o.starts_at, _o.ends_at, role.label("role"), busy).select_from(source)


def _answered() -> Select[Any]:
    source = Attendance.__table__.join(Occurrence.__table__, _o.id == Attendance.occurrence_id)
    said = Attendance.status != AttendanceStatus.CANCELLED
    return _occurring(cast(Attendance.status, String), source).where(Attendance.person_id == _me, said)


def _spoken() -> Select[Any]:
    """Of a series the instance during which they speak."""
    source = AgendaSpeaker.__table__.join(AgendaItem.__table__, AgendaItem.id == AgendaSpeaker.agenda_item_id)
    source = source.join(Occurrence.__table__, _o.event_id == AgendaItem.event_id)
    during = or_(
        _o.recurrence_id.is_(None), (AgendaItem.starts_at >= _o.starts_at) & (AgendaItem.starts_at < _o.ends_at)
    )
    return _occurring(_text("SPEAKING"), source).where(AgendaSpeaker.person_id == _me, during)


def _worked() -> Select[Any]:
    source = EventStaff.__table__.join(Occurrence.__table__, _o.event_id == EventStaff.event_id)
    return _occurring(_text("HOSTING"), source).where(EventStaff.person_id == _me)


def _at_booth() -> Select[Any]:
    source = BoothStaff.__table__.join(Booth.__table__, Booth.id == BoothStaff.booth_id)
    source = source.join(Occurrence.__table__, _o.event_id == Booth.event_id)
    return _occurring(_text("HOSTING"), source).where(BoothStaff.person_id == _me)


def _posted() -> Select[Any]:
    source = Membership.__table__.join(Occurrence.__table__, _o.organization_id == Membership.organization_id)
    return _occurring(_text("HOSTING"), source).where(Membership.person_id == _me, Membership.role.in_(POSTING))


def _text(role: str) -> Any:
    return literal_column(f"'{role}'", String)
