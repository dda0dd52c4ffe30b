"""graphql-core's executor, with kept plans for what is plain. Any doubt goes the stock way.

Two methods that graphql-core calls private are overridden; without them everything stays right, only slower.
`tests/graphql/test_plans.py` compares the two ways.
"""

from typing import Any

from graphql import Undefined
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from schema.execution.documents import Document
from schema.execution.plans import NotPlain, Plan, Refused, compile_plan

MAX_PLANS = 256
"""Of one document."""


def refuse(_value: Any) -> Any:
    """The plan of what is not plain."""
    raise Refused


class PlanExecutor(StrawberryGraphQLCoreExecutionContext):
    def __init__(self, *args: Any, kept: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without a document to keep them, and with middleware to be called for each field, no plans.
        self._plans = kept.plans if kept is not None and self.middleware_manager is None else None
        coerced = self.variable_values.coerced
        self._switches = tuple([coerced.get(name) for name in kept.switches]) if kept is not None else ()

    def complete_object_value(  # noqa: PLR0917  # graphql-core's signature
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        if self._plans is not None:
            completed = self._planned(return_type, field_details_list, result)
            if completed is not Undefined:
                return completed
        return super().complete_object_value(return_type, field_details_list, info, path, result, position_context)

    def complete_list_value(  # noqa: PLR0917  # graphql-core's signature
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        if self._plans is not None:
            completed = self._planned(return_type, field_details_list, result)
            if completed is not Undefined:
                return completed
        return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)

    def _planned(self, type_: Any, details: Any, value: Any) -> Any:
        """`value` completed, or Undefined where the stock executor has to do it."""
        plan = self._plan(type_, details)
        if plan is refuse:
            return Undefined
        try:
            return plan(value)
        except Exception:  # noqa: BLE001  # the stock executor meets it again, and reports it with its path
            return Undefined

    def _plan(self, type_: Any, details: Any) -> Plan:
        plans = self._plans
        assert plans is not None
        # The document holds both plans and nodes, so no id is used again while a plan is kept.
        key = (type_, *[id(part.node) for part in details], *self._switches)
        plan: Plan | None = plans.get(key)
        if plan is None:
            if len(plans) >= MAX_PLANS:
                plans.clear()
            try:
                plan = compile_plan(self.collect_subfields, type_, details)
            except NotPlain:
                plan = refuse
            plans[key] = plan
        return plan
