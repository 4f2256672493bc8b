"""What /mydata shows and /forget erases, column by column; whoever adds a column decides about it here."""

# shown or hidden by /mydata, erased or kept by /forget; why it is hidden, and why it is kept
DECIDED = """
contact.id                        hidden kept    a number that joins rows; the shell that answers hang on
contact.telegram_id               shown  erased
contact.first_name                shown  erased
contact.username                  shown  erased
contact.language                  shown  erased
contact.language_code             shown  erased
contact.time_zone                 shown  erased
contact.is_staff                  shown  kept    the scores leave staff out
contact.created_at                shown  kept    moments of nobody
contact.consented_at              shown  kept
contact.opted_out_at              shown  kept
contact.blocked_at                shown  kept
contact.deactivated_at            shown  kept
contact.erased_at                 shown  kept    set by it: nobody is to be asked here again

contact_ref.ref                   shown  erased
contact_ref.contact_id            hidden erased  a number that joins rows
contact_ref.linked_at             shown  erased

purchase.id                       hidden erased  a number that joins rows
purchase.order_id                 shown  erased
purchase.contact_ref              shown  erased
purchase.contact_id               hidden erased  a number that joins rows
purchase.link_token               hidden erased  a secret: whoever has it opens the order
purchase.first_name               shown  erased
purchase.language                 shown  erased
purchase.product                  shown  erased
purchase.category                 shown  erased
purchase.store                    shown  erased
purchase.operator                 shown  erased
purchase.channel                  shown  erased
purchase.amount_cents             shown  erased
purchase.currency                 shown  erased
purchase.purchased_at             shown  erased
purchase.fulfilled_at             shown  erased
purchase.delivered_at             shown  erased
purchase.received_at              shown  erased
purchase.cancelled_at             shown  erased
purchase.is_test                  shown  erased
purchase.imported_at              shown  erased

invitation.id                     hidden kept    a number that joins rows; what is counted
invitation.ask_key                hidden kept    numbers of rows, or a hash that keeps an import from counting twice
invitation.wave_id                hidden kept    a number that joins rows
invitation.survey_id              hidden kept    a number that joins rows
invitation.kind                   shown  kept    what is counted, and by what
invitation.contact_id             hidden kept    a number that joins rows: NPS counts one person once
invitation.purchase_id            hidden erased  a number that joins rows
invitation.state                  shown  kept
invitation.skip_reason            shown  kept
invitation.failure                shown  kept    what Telegram said of the sending
invitation.is_test                shown  kept
invitation.order_id               shown  erased
invitation.product                shown  kept    by what is counted
invitation.category               shown  kept
invitation.store                  shown  kept
invitation.operator               shown  kept
invitation.channel                shown  kept
invitation.language               shown  kept
invitation.delivered_at           shown  kept    moments that are counted by
invitation.created_at             shown  kept
invitation.asked_at               shown  kept
invitation.sent_at                shown  kept
invitation.expires_at             shown  kept
invitation.reminded_at            shown  kept
invitation.snoozed_at             shown  kept
invitation.declined_at            shown  kept
invitation.voided_at              shown  kept

response.id                       hidden kept    a number that joins rows; what is counted
response.invitation_id            hidden kept    a number that joins rows
response.score                    shown  kept    what is counted
response.lowest                   shown  kept
response.highest                  shown  kept
response.source                   shown  kept
response.first_answered_at        shown  kept
response.answered_at              shown  kept
response.closed_at                shown  kept
response.reason                   shown  kept    one of a few that the shop offers
response.comment                  shown  erased
response.commented_at             shown  kept    the comment rate counts it

response_tap.id                   hidden kept    a number that joins rows
response_tap.invitation_id        hidden kept    a number that joins rows
response_tap.score                shown  kept    the history of a score
response_tap.tapped_at            shown  kept
response_tap.counted              shown  kept

early_text.id                     hidden erased  a number that joins rows
early_text.invitation_id          hidden erased  a number that joins rows
early_text.text                   shown  erased
early_text.received_at            shown  erased

attachment.id                     hidden erased  a number that joins rows
attachment.invitation_id          hidden erased  a number that joins rows
attachment.kind                   shown  erased
attachment.file_id                shown  erased
attachment.chat_id                hidden erased  their own chat
attachment.telegram_message_id    shown  erased
attachment.received_at            shown  erased

message.id                        hidden erased  a number that joins rows
message.key                       hidden erased  how a message is sent
message.kind                      shown  erased
message.state                     shown  erased
message.priority                  hidden erased  how a message is sent
message.not_before                shown  erased
message.chat_id                   hidden erased  their own chat, or a room of the team's
message.thread_id                 hidden erased  how a message is sent
message.contact_id                hidden erased  a number that joins rows
message.invitation_id             hidden erased  a number that joins rows
message.content                   shown  erased
message.owner                     hidden erased  how a message is sent
message.attempt                   hidden erased  how a message is sent
message.created_at                shown  erased
message.claimed_at                shown  erased
message.sent_at                   shown  erased
message.telegram_message_id       shown  erased
message.failure                   shown  erased
message.reply_to_key              hidden erased  how a message is sent

set_aside_update.bot_id           hidden erased  the shop's
set_aside_update.update_id        shown  erased
set_aside_update.telegram_id      hidden erased  stands at the top
set_aside_update.body             shown  erased
set_aside_update.error            shown  erased
set_aside_update.set_aside_at     shown  erased

sending_pause.bot_id              hidden erased  the shop's
sending_pause.chat_id             hidden erased  their own chat
sending_pause.until               shown  erased

score_view.id                     hidden erased  a number that joins rows
score_view.chat_id                hidden erased  their own chat
score_view.kind                   shown  erased
score_view.query                  shown  erased
score_view.created_at             shown  erased

draft.id                          hidden erased  a number that joins rows
draft.chat_id                     hidden erased  a room of the team's, or their own chat
draft.message_id                  hidden erased  where it stands in the chat
draft.person_id                   hidden erased  stands at the top
draft.step                        shown  erased
draft.words                       shown  erased
draft.offers                      hidden erased  words of the shop's own orders
draft.created_at                  shown  erased
draft.edited_at                   shown  erased

list_entry.list_id                hidden erased  a number that joins rows
list_entry.ref                    shown  erased

sent_file.id                      hidden erased  a number that joins rows
sent_file.update_id               hidden erased  how a message is sent
sent_file.draft_id                hidden erased  a number that joins rows
sent_file.person_id               hidden erased  stands at the top
sent_file.chat_id                 hidden erased  a room of the team's, or their own chat
sent_file.thread_id               hidden erased  how a message is sent
sent_file.language                shown  erased
sent_file.file_id                 shown  erased
sent_file.file_name               shown  erased
sent_file.sent_at                 shown  erased
sent_file.list_id                 hidden erased  a number that joins rows

member.telegram_id                shown  erased
member.first_name                 shown  erased
member.username                   shown  erased
member.role                       shown  erased
member.granted_by                 hidden erased  somebody else's
member.granted_at                 shown  erased
member.seen_at                    shown  erased
"""

NOBODYS = {
    "survey": "the shop's question",
    "plan": "the shop's rule",
    "wave": "the shop's; how far it is filled may be a customer's name, which has a test of its own",
    "contact_list": "the shop's choice; who is in it stands in list_entry",
    "room": "a group",
    "progress_message": "a room's",
    "owner_link": "the hash of a random token",
    "handled_update": "numbers of Telegram's",
    "bot_identity": "the bot's",
    "lease": "a process's",
}
"""Tables that hold nothing of a person, and whose they are."""

COLUMNS = [line.split()[:3] for line in DECIDED.splitlines() if line]
