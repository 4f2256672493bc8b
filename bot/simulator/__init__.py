"""A local Telegram for one bot: the Bot API over HTTP, with its limits and its faults."""

from bot.simulator.group import Group
from bot.simulator.keyboards import Button
from bot.simulator.messages import Message
from bot.simulator.person import CantAct, NoSuchButton, Person
from bot.simulator.presses import Press
from bot.simulator.simulator import Simulator
from bot.simulator.waiting import NothingCame, SomethingCame

__all__ = [
    "Button",
    "CantAct",
    "Group",
    "Message",
    "NoSuchButton",
    "NothingCame",
    "Person",
    "Press",
    "Simulator",
    "SomethingCame",
]
