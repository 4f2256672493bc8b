"""What is said to a person in return for what they wrote."""

from handlers.replies import Content, Document, Keyboard, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, Person, Text
from storage.tables import Contact


def in_return(
    update: Command | Text,
    contact: Contact | None,
    shop: Shop,
    line: Line,
    *,
    key: str,
    keyboard: Keyboard = (),
    document: Document | None = None,
) -> Say:
    """A line in the language of whoever wrote; `contact` is what is known of them."""
    return Say(
        key=key,
        chat_id=update.person.telegram_id,
        contact_id=contact.id if contact else None,
        content=Content(
            lines=(line,),
            language=spoken_with(update.person, contact, shop),
            keyboard=keyboard,
            document=document,
        ),
    )


def in_place(command: Command, content: Content) -> Say:
    """The answer to a command where it was given: in its group and topic, or in the private chat."""
    return Say(
        key=f"answer:{command.chat_id}:{command.update_id}",
        chat_id=command.chat_id,
        thread_id=command.group.thread_id if command.group else None,
        content=content,
    )


def spoken_with(person: Person, contact: Contact | None, shop: Shop) -> str:
    """The language that somebody chose, else their Telegram's, else the shop's."""
    return languages.choose(contact.language if contact else None, person.language_code, shop.language)
