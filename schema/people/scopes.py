"""Scopes of API tokens, in GraphQL."""

from schema.enums import described
from server.actor import Scope

described(
    Scope,
    "What an API token lets a program do for its person. Without a scope it sees no more than a stranger.",
    READ_EVENTS="See of events what signed-in people see, such as the address of a call, and the drafts one posts.",
    POST_EVENTS="Post, import, change and cancel events.",
    SCAN="Scan badges and learn who was met.",
    CONTACTS="Read your card, your badge, your contacts and how you met them.",
    ADMIN="Change what is yours, and what you look after: everything that no other scope names.",
)
