"""Run the custom actions in the server's own process: the seam is Rasa's `EndpointConfig`.

A turn calls two or three actions. Over HTTP to a second process they cost more than all the rest of the turn; here
the request is handed to the same executor that `rasa run actions` uses.
"""
from __future__ import annotations

import json
from typing import Any, Dict, Optional

from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection


class InProcessActions(EndpointConfig):
    """An action endpoint without a network."""

    def __init__(self, package: str) -> None:
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *args: Any, json: Optional[Dict[str, Any]] = None, **kwargs: Any) -> Any:  # noqa: A002
        """The action's events and responses, as the action server would answer."""
        try:
            return await self._executor.run(json or {})
        except ActionExecutionRejection as rejection:
            raise _rejected(rejection) from rejection


def _rejected(rejection: ActionExecutionRejection) -> ClientResponseError:
    body = {"error": rejection.message, "action_name": rejection.action_name}
    return ClientResponseError(400, "action execution rejected", json.dumps(body))
