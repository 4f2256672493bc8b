"""The kinds of columns that several tables have."""

from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Enum, ForeignKey, Integer


def kind_column(
    kinds: type[StrEnum], name: str, *, nullable: bool = False, default: StrEnum | None = None
) -> Any:
    """A column that holds one of `kinds` by its value, checked by the database; `default` is the database's."""
    return Column(
        Enum(
            kinds,
            name=name,
            native_enum=False,
            create_constraint=True,
            length=24,
            values_callable=lambda members: [member.value for member in members],
        ),
        nullable=nullable,
        server_default=default.value if default else None,
    )


Identifier: Final = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits: the number that a button names comes from outside, and asyncpg won't compare one that is too wide.

On SQLite every integer is that wide, but only a key called INTEGER numbers its rows by itself.
"""


def identifier_column() -> Any:
    """The number that a row is known by."""
    return Column(Identifier, primary_key=True)


def foreign_column(
    target: str, *, nullable: bool = False, index: bool = True, name: str | None = None
) -> Any:
    """A reference to another row, by its number; one that is added to a table that exists needs a name."""
    return Column(Identifier, ForeignKey(target, name=name), nullable=nullable, index=index)


def telegram_id_column(
    *, nullable: bool = False, unique: bool = False, index: bool = False, primary_key: bool = False
) -> Any:
    """Telegram's ids need more than 32 bits (Bot API: User.id, Chat.id)."""
    if primary_key:
        return Column(BigInteger, primary_key=True, autoincrement=False)
    return Column(BigInteger, nullable=nullable, unique=unique, index=index)
