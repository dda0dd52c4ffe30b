"""Whoever stands above imports is let in around what they change, so that those who come can be told."""

from collections.abc import Callable, Collection
from contextlib import AbstractAsyncContextManager
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

Announcing: TypeAlias = Callable[[AsyncSession, Collection[UUID]], AbstractAsyncContextManager[object]]
"""Entered before events are changed, left once they are, in the transaction of the change."""
