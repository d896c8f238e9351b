"""Which copies are one event: Meta's rules of deduplication.

``decide`` is the plain reference over a whole input, ``window`` the same in a stream with bounded
memory; a property test holds them equal. Rejected events never come here: Meta does not process
them.
"""
