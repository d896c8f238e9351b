"""What a report tells that is handed over to others: the decision, what to fix first, and all that it rests on."""

from simulator.reports.handover.contents import Handover, hand_over

__all__ = ["Handover", "hand_over"]
