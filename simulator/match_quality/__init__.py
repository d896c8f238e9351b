"""How well events can be matched to people: coverage, validity, and an estimate.

Meta publishes no formula for its Event Match Quality, and part of it is the share of events matched to
accounts, which nobody outside can know. So ``score`` gives a range and calls it an estimate; the
weights are data (``model.json``), each with where it comes from.
"""
