"""Run the model's graph node by node: the seam is the runner that Rasa's processor loads its model with.

Stock Rasa builds a Dask graph anew for each of a turn's three runs and lets Dask schedule it, for a graph whose nodes
need a few microseconds. Here the order of the nodes is found once for each target; nodes and inputs are Rasa's own.
"""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


class InOrderRunner(DaskGraphRunner):
    """`DaskGraphRunner` without Dask: each node runs after those that it needs."""

    def run(self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
        """The outputs of the targets by node name; `inputs` are outputs of nodes that are not in the graph."""
        wanted = tuple(targets or self._graph_schema.target_names)
        done: Dict[str, Tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, needs in self._order(wanted):
                if name not in done:
                    done[name] = self._instantiated_nodes[name](*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[name] for name in wanted)

    def _order(self, wanted: Tuple[str, ...]) -> List[Tuple[str, List[str]]]:
        """(node, what it needs) for all nodes behind the targets, each after those that it needs."""
        known: Dict[Tuple[str, ...], List[Tuple[str, List[str]]]] = self.__dict__.setdefault("_orders", {})
        if wanted not in known:
            nodes = self._graph_schema.minimal_graph_schema(list(wanted)).nodes
            order: Dict[str, List[str]] = {}

            def visit(name: str) -> None:
                if name in nodes and name not in order:
                    needs = list(nodes[name].needs.values())
                    for need in needs:
                        visit(need)
                    order[name] = needs

            for name in wanted:
                visit(name)
            known[wanted] = list(order.items())
        return known[wanted]


def install() -> None:
    """Let Rasa's processor load models with this runner."""
    import rasa.core.processor

    rasa.core.processor.DaskGraphRunner = InOrderRunner
