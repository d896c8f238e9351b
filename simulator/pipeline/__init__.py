"""The one path: capture -> check -> deduplicate -> score -> store.

Whatever door events come in by, they go through here, and nothing outside of here decides.
"""

from simulator.pipeline.pacing import Ahead, Pace, StoppedError
from simulator.pipeline.replaying import Replay, replay
from simulator.pipeline.validating import ValidatedEvent, Validation, validate, validation
from simulator.run import Progress

__all__ = [
    "Ahead",
    "Pace",
    "Progress",
    "Replay",
    "StoppedError",
    "ValidatedEvent",
    "Validation",
    "replay",
    "validate",
    "validation",
]
