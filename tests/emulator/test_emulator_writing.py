"""Whose turn it is to write."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from simulator.emulator.service import AT_ONCE_BYTES, Service
from simulator.emulator.writing import Turns
from simulator.pipeline.listening import Listener, Taken, TurnedAway
from simulator.settings import Settings
from simulator.store import open_store


def test_nobody_has_a_turn_while_another_has_it() -> None:
    turns = Turns("test")
    begun, may_end = threading.Event(), threading.Event()

    def work() -> str:
        begun.set()
        may_end.wait()
        return "done"

    first = turns.submit(work)
    begun.wait()
    assert not turns.take()
    may_end.set()
    assert first.result() == "done"
    assert turns.take()
    second = turns.submit(threading.get_ident)
    assert not second.done()
    turns.give_back()
    assert second.result() != threading.get_ident()
    turns.close()


def test_what_is_little_is_committed_where_it_is_served_and_what_is_much_is_not(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        service = Service(store, Settings())
        threads: list[int] = []
        take = service.listener.take

        def noted(requests: list[bytes | TurnedAway]) -> list[Taken]:
            threads.append(threading.get_ident())
            return take(requests)

        service.listener.take = noted  # type: ignore[assignment, method-assign]
        little, much = TurnedAway("no"), b" " * (AT_ONCE_BYTES + 1)
        assert asyncio.run(service.take(little)).line == 1
        assert asyncio.run(service.take(much)).line == 2
        assert threads[0] == threading.get_ident() != threads[1]
        service.close()


def test_order_holds_while_the_thread_is_at_work(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "s.db")) as store:
        service = Service(store, Settings())
        begun, may_end = threading.Event(), threading.Event()

        def hold(listener: Listener) -> int:
            begun.set()
            may_end.wait()
            return listener.run

        async def all_of_them() -> list[int]:
            held = service.on_writer(hold)
            begun.wait()
            waiting = [asyncio.ensure_future(service.take(TurnedAway(str(number)))) for number in range(5)]
            # Nothing can be committed now, and the loop is not held up by it.
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert not any(each.done() for each in waiting)
            may_end.set()
            held.result()
            return [taken.line for taken in await asyncio.gather(*waiting)]

        assert asyncio.run(all_of_them()) == [1, 2, 3, 4, 5]
        service.close()
        told = store.connection.execute("SELECT reason FROM quarantine ORDER BY 1").fetchall()
        assert [reason for (reason,) in told] == ["0", "1", "2", "3", "4"]


def test_who_can_not_be_told_keeps_nobody_else_from_being_told(tmp_path: Path) -> None:
    told: list[object] = []
    with open_store(str(tmp_path / "x.db")) as store:
        service = Service(store, Settings(workers=1))

        def broken(outcome: Taken | BaseException) -> None:
            raise ConnectionError("gone")

        async def hand_over() -> None:
            asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
            service.hand_over(TurnedAway("no"), broken)
            told.append(await service.take(TurnedAway("no")))

        asyncio.run(hand_over())
        run = service.close()
        assert [type(each) for each in told] == [ConnectionError, Taken]
        assert store.totals(run) == {"quarantined": 2}
