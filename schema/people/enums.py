"""The words for people, in GraphQL."""

from schema.enums import described
from server.people.models import Affiliation, Openness

described(
    Affiliation,
    "How a person belongs to the university.",
    STUDENT="Studies for a first degree.",
    GRADUATE_STUDENT="Studies for a master's degree or a doctorate.",
    ALUMNI="Studied here.",
    FACULTY="Teaches or does research here.",
    STAFF="Works here otherwise.",
    GUEST="Comes from outside, such as an employer's recruiter.",
)
described(
    Openness,
    "What a person is open to being asked for.",
    INFORMATIONAL_INTERVIEW="Telling somebody about their work.",
    MENTORING="Accompanying somebody for a while.",
    RESEARCH="Working on research together.",
    REFERRAL="Recommending somebody where they work.",
)
