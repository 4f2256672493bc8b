"""Holds what the chat page and whoever set the scene tell each other: the roles, the figures, the agent's life."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

AgentOrder = Literal["kill", "start"]
Listener = Callable[["Signal"], None]

# Enough for a curve; who opens the page later sees how the score has climbed all the same.
MOST_FIGURES: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something beside the chats that listeners want to know at once: an order to the agent, a moved clock."""

    kind: Literal["agent", "clock", "scene"]
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The signal as the control API tells it."""
        return {"kind": self.kind} | self.facts


@dataclass(slots=True, kw_only=True)
class Scene:
    """Who the visitor of the page is, and where: ids of people and of a group; `link` is the customer's own."""

    shop: str = ""
    customer: int | None = None
    admin: int | None = None
    group: int | None = None
    link: str | None = None
    order: str | None = None


@dataclass(slots=True, kw_only=True)
class AgentLife:
    """Whether the agent takes updates, as its supervisor says, or is about to, and how often it was started."""

    supervised: bool = False
    up: bool = False
    starting: bool = False
    starts: int = 0


@dataclass(slots=True)
class Stage:
    """The scene of the page. Figures are whatever the agent's side reports, the newest last; of a long wave fewer.

    `reports` counts those that said something new, and never goes back. `visitors` are those who follow
    everything that happens, as the page does.
    """

    scene: Scene = field(default_factory=Scene)
    agent: AgentLife = field(default_factory=AgentLife)
    visitors: int = 0
    figures: list[dict[str, Any]] = field(default_factory=list)
    reports: int = 0
    _kept_of: int = 1  # one of so many reports is kept
    _listeners: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` from now on; the returned function ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def set_scene(self, scene: Scene) -> None:
        """Say who is who."""
        self.scene = scene
        self.signal("scene", {})

    def report(self, figures: dict[str, Any]) -> None:
        """Take the newest figures; ones that say nothing new are dropped."""
        if self.figures and self.figures[-1] == figures:
            return
        if self.figures and (self.reports - 1) % self._kept_of:
            self.figures.pop()  # was there as the newest alone
        self.figures.append(figures)
        self.reports += 1
        if len(self.figures) > MOST_FIGURES:
            # The whole climb, drawn with half as many points.
            del self.figures[1::2]
            self._kept_of *= 2

    def order_agent(self, do: AgentOrder) -> None:
        """Pass a wish of the visitor's on to the agent's supervisor."""
        self.signal("agent", {"do": do})

    def agent_is(self, *, up: bool, starting: bool = False) -> None:
        """Take the supervisor's word on whether the agent takes updates, or is about to."""
        life = self.agent
        life.starts += up and not life.up
        life.supervised, life.up, life.starting = True, up, starting
        self.signal("scene", {})

    def signal(self, kind: Literal["agent", "clock", "scene"], facts: dict[str, Any]) -> None:
        """Tell all listeners."""
        for listener in tuple(self._listeners):
            listener(Signal(kind=kind, facts=facts))
