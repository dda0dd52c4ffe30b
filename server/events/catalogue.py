"""Whether anything changed that everybody may see of events: then what was made of it is made anew."""

from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Database


class Catalogue(Base):
    """One row, which server/watch.py counts up in each transaction that changes what is shown."""

    __tablename__ = "catalogue"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Always 1."""
    version: Mapped[int] = mapped_column(BigInteger)


_VERSION = select(Catalogue.version)


async def catalogue_version(database: Database) -> int:
    """The same as before only if nothing that is shown of events was committed since, by whichever process."""
    found = await database.rows(_VERSION)
    return int(found[0].version) if found else 0
