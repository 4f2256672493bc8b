"""What is said to a person in return for what they wrote."""

from handlers.replies import Content, Document, Keyboard, Line, Say
from handlers.shop import Shop
from handlers.texts import languages
from handlers.updates import Command, GroupText, Person, Text
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


def in_place(said: Command | Text | GroupText, content: Content) -> Say:
    """The answer to a command, or to words, where they were said: in their group and topic, or in the private chat."""
    group = None if isinstance(said, Text) else said.group
    return Say(
        key=f"answer:{said.chat_id}:{said.update_id}",
        chat_id=said.chat_id,
        thread_id=group.thread_id if group else None,
        content=content,
    )


def spoken_with(person: Person, contact: Contact | None, shop: Shop) -> str:
    """The language that somebody chose, else their Telegram's, else the shop's."""
    return languages.choose(contact.language if contact else None, person.language_code, shop.language)
