"""Every table, with the constraints that hold whatever the code above forgets."""

from typing import Final

from sqlalchemy import Table
from sqlmodel import SQLModel

from storage.tables.asking import (
    Attachment,
    EarlyText,
    Invitation,
    Limits,
    Plan,
    Response,
    ResponseTap,
    Survey,
    Wave,
)
from storage.tables.delivery import (
    BotIdentity,
    HandledUpdate,
    Lease,
    Message,
    SendingPause,
    SetAsideUpdate,
)
from storage.tables.lists import ContactList, ListEntry, SentFile
from storage.tables.people import Contact, ContactRef, Purchase
from storage.tables.rooms import Draft, Member, OwnerLink, ProgressMessage, Room, ScoreView

__all__ = [
    "Attachment",
    "BotIdentity",
    "Contact",
    "ContactList",
    "ContactRef",
    "Draft",
    "EarlyText",
    "HandledUpdate",
    "Invitation",
    "Lease",
    "Limits",
    "ListEntry",
    "Member",
    "Message",
    "OwnerLink",
    "Plan",
    "ProgressMessage",
    "Purchase",
    "Response",
    "ResponseTap",
    "Room",
    "ScoreView",
    "SendingPause",
    "SentFile",
    "SetAsideUpdate",
    "Survey",
    "Wave",
]

# The same tables for statements: queries and bulk writes name columns, and only rows that are
# worked on one by one become objects.
contact_table: Final[Table] = SQLModel.metadata.tables["contact"]
contact_ref_table: Final[Table] = SQLModel.metadata.tables["contact_ref"]
contact_list_table: Final[Table] = SQLModel.metadata.tables["contact_list"]
list_entry_table: Final[Table] = SQLModel.metadata.tables["list_entry"]
sent_file_table: Final[Table] = SQLModel.metadata.tables["sent_file"]
purchase_table: Final[Table] = SQLModel.metadata.tables["purchase"]
survey_table: Final[Table] = SQLModel.metadata.tables["survey"]
plan_table: Final[Table] = SQLModel.metadata.tables["plan"]
wave_table: Final[Table] = SQLModel.metadata.tables["wave"]
invitation_table: Final[Table] = SQLModel.metadata.tables["invitation"]
message_table: Final[Table] = SQLModel.metadata.tables["message"]
response_table: Final[Table] = SQLModel.metadata.tables["response"]
response_tap_table: Final[Table] = SQLModel.metadata.tables["response_tap"]
attachment_table: Final[Table] = SQLModel.metadata.tables["attachment"]
early_text_table: Final[Table] = SQLModel.metadata.tables["early_text"]
handled_update_table: Final[Table] = SQLModel.metadata.tables["handled_update"]
set_aside_update_table: Final[Table] = SQLModel.metadata.tables["set_aside_update"]
sending_pause_table: Final[Table] = SQLModel.metadata.tables["sending_pause"]
lease_table: Final[Table] = SQLModel.metadata.tables["lease"]
bot_identity_table: Final[Table] = SQLModel.metadata.tables["bot_identity"]
room_table: Final[Table] = SQLModel.metadata.tables["room"]
member_table: Final[Table] = SQLModel.metadata.tables["member"]
owner_link_table: Final[Table] = SQLModel.metadata.tables["owner_link"]
draft_table: Final[Table] = SQLModel.metadata.tables["draft"]
score_view_table: Final[Table] = SQLModel.metadata.tables["score_view"]
progress_message_table: Final[Table] = SQLModel.metadata.tables["progress_message"]
