"""A table whose columns are to be understood."""

from typing import Annotated

import strawberry

import schema.imports.enums  # noqa: F401  # describes the enums
from schema.context import Info
from schema.ids import key_of
from schema.imports.preview import MapImportColumnsPayload, as_preview
from server import errors as kernel
from server.imports.map_columns import map_columns
from server.imports.models import ImportDraft
from server.imports.table_dates import DateOrder
from server.imports.table_fields import TableField
from server.imports.take_in_hand import in_hand

_COLUMN = "Heading of the column; null: there is none."


@strawberry.input(description="Which column of a table is what.")
class MapImportColumnsInput:
    id: strawberry.ID = strawberry.field(description="Of the preview.")
    name: str = strawberry.field(description="Heading of the column with the name.")
    start: str = strawberry.field(description="Heading of the column with the day, or day and hour, of the start.")
    start_time: str | None = strawberry.field(default=None, description=f"The hour of the start. {_COLUMN}")
    end: str | None = strawberry.field(default=None, description=f"The last day, or day and hour of the end. {_COLUMN}")
    end_time: str | None = strawberry.field(default=None, description=f"The hour of the end. {_COLUMN}")
    description: str | None = strawberry.field(default=None, description=f"The description. {_COLUMN}")
    place: str | None = strawberry.field(default=None, description=f"Where it is. {_COLUMN}")
    link: str | None = strawberry.field(default=None, description=f"A page elsewhere. {_COLUMN}")
    online: str | None = strawberry.field(default=None, description=f"Where to join by video. {_COLUMN}")
    tags: str | None = strawberry.field(default=None, description=f"Tags, with commas between them. {_COLUMN}")
    uid: str | None = strawberry.field(default=None, description=f"By what an event is known again. {_COLUMN}")
    dates: DateOrder = strawberry.field(description="How dates are written.")
    zone: str = strawberry.field(description="IANA time zone in which the hours are told, such as `America/New_York`.")


@strawberry.type
class MapImportColumnsMutation:
    @strawberry.mutation(description="Say which column of a table is what. The last answer holds.")
    async def map_import_columns(
        self, info: Info, input: Annotated[MapImportColumnsInput, strawberry.argument(description="The columns.")]
    ) -> MapImportColumnsPayload:
        context, key = info.context, key_of(input.id, "import")
        if key is None:
            raise kernel.NotFound
        host, draft = await in_hand(context.database, ImportDraft, actor=context.actor, id_=key)
        said = {field: getattr(input, field.value.lower()) for field in TableField}
        columns = {field: heading for field, heading in said.items() if heading}
        async with context.database.write() as session:
            draft = await map_columns(session, draft, columns=columns, dates=input.dates, zone=input.zone)
        return as_preview(draft, host)
