"""The enumerations that both tables and rules speak."""

from enum import StrEnum
from typing import Final


class SurveyKind(StrEnum):
    """The question that a survey asks."""

    CSAT = "csat"
    NPS = "nps"
    CES = "ces"


class Symbols(StrEnum):
    """What stands on the buttons of a scale."""

    DIGITS = "digits"  # as it is by default: hearts and faces bend answers
    FACES = "faces"
    STARS = "stars"


class Every(StrEnum):
    """How often a plan that repeats makes a wave."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"


class PlanState(StrEnum):
    """Whether a plan goes on making waves."""

    RUNNING = "running"
    STOPPED = "stopped"


class WaveState(StrEnum):
    """Where a wave is on its way."""

    PLANNED = "planned"  # its people aren't chosen yet
    FILLING = "filling"  # its people are being chosen; taken up again after a crash
    RUNNING = "running"  # questions go out, answers come in
    PAUSED = "paused"  # nothing goes out; answers still count
    DONE = "done"  # every question is answered, expired or given up
    STOPPED = "stopped"  # by a person
    MISSED = "missed"  # its moment passed long ago, while the agent was down: nobody was asked


class DraftStep(StrEnum):
    """What is asked next of a wave that somebody is planning in a chat; or of a survey that is being changed there."""

    KIND = "kind"
    AUDIENCE = "audience"
    AUDIENCE_WORDS = "audience_words"
    TIME = "time"
    TIME_WORDS = "time_words"
    DETAILS = "details"
    OPEN = "open"
    REMINDER = "reminder"
    NAME = "name"
    CARD = "card"  # all is known: whether to plan it
    CHANGE = "change"  # which of the others to go back to
    PLANNED = "planned"
    CANCELLED = "cancelled"
    SURVEY_WORDS = "survey_words"  # of no wave: the shop's own words for a part of a survey


class InvitationState(StrEnum):
    """Where one person is in one wave: always in exactly one of these."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    ANSWERED = "answered"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may have been delivered; a tap proves it
    CANCELLED = "cancelled"


ASKED: Final = (
    InvitationState.SENDING,
    InvitationState.SENT,
    InvitationState.UNKNOWN,
    InvitationState.ANSWERED,
    InvitationState.EXPIRED,
)
"""States of an invitation whose question has left, or may have."""


class Role(StrEnum):
    """What a person of the team may do: each may do all that those below may."""

    OWNER = "owner"
    ADMIN = "admin"
    MARKETER = "marketer"
    VIEWER = "viewer"


class MessageState(StrEnum):
    """Where one message that must leave once is."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


class MessageKind(StrEnum):
    """What a message is for."""

    QUESTION = "question"
    REMINDER = "reminder"
    PROMPT = "prompt"  # asks for words after a tap
    REPLY = "reply"  # an answer to something that a person just did
    ALERT = "alert"  # tells the team of a low score, or of a wave that has ended


class SkipReason(StrEnum):
    """Why a person wasn't asked: exactly one each."""

    ERASED = "erased"
    NO_CHAT = "no_chat"  # no link of theirs was opened yet
    STAFF = "staff"
    OPTED_OUT = "opted_out"
    BLOCKED = "blocked"
    DEACTIVATED = "deactivated"
    IN_RECOVERY = "in_recovery"  # somebody is talking with them about a low score
    CANCELLED_ORDER = "cancelled_order"  # or refunded
    TEST_ORDER = "test_order"
    NOT_DELIVERED = "not_delivered"
    TOO_LATE = "too_late"  # the moment to ask passed long ago, while nobody could
    ALREADY_ASKED = "already_asked"  # about each of their orders
    ASKED_TODAY = "asked_today"  # the floor of 24 hours
    ASKED_RECENTLY = "asked_recently"  # over all surveys
    SAME_KIND_RECENTLY = "same_kind_recently"
    RESERVED = "reserved"  # for a planned NPS wave
    SAMPLED_OUT = "sampled_out"
    DAILY_CAP = "daily_cap"


class AttachmentKind(StrEnum):
    """What a person sent along with their answer (Bot API: Message)."""

    PHOTO = "photo"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    AUDIO = "audio"
    DOCUMENT = "document"


class ResponseSource(StrEnum):
    """Where an answer came from."""

    TAP = "tap"
    TYPED = "typed"
    IMPORTED = "imported"
