"""What an organization imports, for those who post for it."""

from typing import Annotated

import strawberry

from schema.context import Info
from schema.ids import key_of
from schema.imports.draft import ImportDraft, as_draft
from schema.imports.source import ChangedHere, ImportSource, as_source
from server.errors import Refusal
from server.imports.answer import CHOICES
from server.imports.changed_here import changed_here
from server.imports.host import Host
from server.imports.models import ImportDraft as KeptDraft
from server.imports.preview import preview
from server.imports.sources import sources_of
from server.imports.take_in_hand import in_hand, seen_host


@strawberry.type(description="What an organization imports.")
class Importing:
    host: strawberry.Private[Host]
    slug: str = strawberry.field(description="The organization's name in addresses.")
    name: str = strawberry.field(description="The organization's name.")
    zone: str = strawberry.field(description="IANA time zone of its campus.")
    zone_choices: list[str] = strawberry.field(description="IANA time zones to choose from; others are taken as well.")

    @strawberry.field(description="The preview with this id; null where there is none, or none any more.")
    async def draft(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="As `previewImport` gave it.")] = None,
    ) -> ImportDraft | None:
        context, key = info.context, key_of(id or "", "import")
        if key is None:
            return None
        try:
            host, draft = await in_hand(context.database, KeptDraft, actor=context.actor, id_=key)
            if host.organization.id != self.host.organization.id:
                return None
            return as_draft(await preview(context.database, draft, host=host, now=context.now))
        except Refusal:
            return None

    @strawberry.field(description="The addresses that it follows, in the order in which they were added.")
    async def sources(self, info: Info) -> list[ImportSource]:
        return [as_source(source, self.host) for source in await sources_of(info.context.database, self.host)]

    @strawberry.field(description="Imported events to come that somebody changed here, by time.")
    async def changed_here(self, info: Info) -> list[ChangedHere]:
        found = await changed_here(info.context.database, self.host, now=info.context.now)
        return [ChangedHere(name=one.name, slug=one.slug, fields=list(one.fields)) for one in found]


@strawberry.type
class ImportQuery:
    @strawberry.field(
        description=(
            "What this organization imports; null unless you post for it. A program needs the scope POST_EVENTS."
        )
    )
    async def importing(
        self,
        info: Info,
        organization: Annotated[str, strawberry.argument(description="Its name in addresses.")],
    ) -> Importing | None:
        context = info.context
        host = await seen_host(context.database, actor=context.actor, slug=organization)
        if host is None:
            return None
        names = {"slug": host.organization.slug, "name": host.organization.name, "zone": host.zone.key}
        return Importing(host=host, zone_choices=list(CHOICES), **names)
