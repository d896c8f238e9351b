"""One address, or one e-mail, on many people: a proxy, or a value that stands in for nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.checks.catalog import catalog
from simulator.checks.rules.people import SHARED_ADDRESS, SHARED_EMAIL, Shared
from simulator.checks.seen import Seen
from simulator.customer.builder_marker import unmarked_address
from simulator.masking import mask
from simulator.settings import Settings
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.visitor import first_value, visitor_of

MOST_VALUES = 50_000
MOST_PEOPLE = 200
HASH_LENGTH = 64


class _Sharing:
    """For each value the people it was sent with, in memory bounded by both numbers above."""

    def __init__(self) -> None:
        # One number while there is but one person, which is what most values have.
        self._people: dict[str, int | set[int]] = {}
        self._full = False

    def add(self, value: str, person: str) -> None:
        mark = hash(person)
        people = self._people.get(value)
        if people is None:
            if not self._full and len(self._people) >= MOST_VALUES:
                # Those that only one person had so far tell nothing; the rest is what is looked for.
                self._people = {each: known for each, known in self._people.items() if known.__class__ is set}
                # Where so many are shared, more would tell nothing new, and looking again takes its time.
                self._full = len(self._people) > MOST_VALUES // 2
            if len(self._people) < MOST_VALUES:
                self._people[value] = mark
        elif isinstance(people, set):
            if len(people) < MOST_PEOPLE:
                people.add(mark)
        elif people != mark:
            self._people[value] = {people, mark}

    def most(self, at_least: int) -> Shared | None:
        """The value that most people share, and how many more are shared by that many."""
        shared = sorted(
            (
                (len(people), value)
                for value, people in self._people.items()
                if isinstance(people, set) and len(people) >= at_least
            ),
            key=lambda each: (-each[0], each[1]),
        )
        if not shared:
            return None
        people, value = shared[0]
        return Shared(mask(value), people, len(shared) - 1, people >= MOST_PEOPLE)


class PeopleWatch(Observer):
    """Watches what the server tells of people."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._addresses, self._emails = _Sharing(), _Sharing()

    def see(self, seen: Seen) -> Iterable[Told]:
        """Remember who came with which address and e-mail."""
        if seen.channel != "server":
            return ()
        user_data = seen.member("user_data")
        account = first_value(user_data.get("external_id"))
        address = user_data.get("client_ip_address")
        if isinstance(address, str) and address:
            person = visitor_of(seen) if account is None else f"external_id:{account}"
            if person is not None:
                self._addresses.add(unmarked_address(address), person)
        if account is not None:
            email = first_value(user_data.get("em"))
            # What is not hashed is another fault.
            if email is not None and len(email) >= HASH_LENGTH:
                self._emails.add(email[:HASH_LENGTH], account)
        return ()

    def end(self) -> Iterator[Told]:
        """One finding for the addresses, one for the e-mails."""
        for code, sharing, least in ((SHARED_ADDRESS, self._addresses, 10), (SHARED_EMAIL, self._emails, 3)):
            shared = sharing.most(least)
            if shared is not None:
                hit = catalog()[code].judge(shared)
                if hit is not None:
                    yield Told(0, code, hit, None)
