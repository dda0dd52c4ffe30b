"""Leads as files."""

from asyncio import to_thread
from typing import Any

from schema.attachments import Attachment, attachment
from schema.context import Context
from server.actor import Scope, member_with
from server.leads.as_file import CSV, XLSX, as_csv, as_xlsx
from server.leads.as_table import Line
from server.leads.narrow import LeadFilter
from server.leads.take_along import lead_table


async def lead_csv(context: Context, booth: Any, filter: LeadFilter) -> Attachment:
    """Of a booth that the actor was given."""
    text = await to_thread(as_csv, await _table(context, booth, filter, "CSV"))
    return attachment(text, media_type=CSV, filename=f"{_name(booth)}.csv")


async def lead_xlsx(context: Context, booth: Any, filter: LeadFilter) -> Attachment:
    """Of a booth that the actor was given."""
    octets = await to_thread(as_xlsx, await _table(context, booth, filter, "XLSX"))
    return attachment(octets, media_type=XLSX, filename=f"{_name(booth)}.xlsx")


async def _table(context: Context, booth: Any, filter: LeadFilter, how: str) -> list[Line]:
    member = member_with(context.actor, Scope.SCAN)
    assert member is not None, "nobody else was given a booth"
    return await lead_table(context.database, booth, viewer=member.person_id, filter=filter, how=how, now=context.now)


def _name(booth: Any) -> str:
    return f"{booth.slug}-{booth.organization_slug}-leads"
