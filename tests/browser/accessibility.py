"""Asks axe-core what would keep somebody from using the page."""

from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

SERIOUS = {"serious", "critical"}


async def serious_violations(page: Page) -> list[str]:
    """What axe finds of weight, a line for each."""
    found: dict[str, Any] = (await Axe().run(page)).response
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:120] for node in one['nodes'][:3]]}"
        for one in found["violations"]
        if one["impact"] in SERIOUS
    ]
