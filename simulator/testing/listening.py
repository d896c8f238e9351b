"""The emulator in the process of a test: what arrived, and what a test may expect of it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from simulator.errors import UsageError
from simulator.testing.expectations import Expectations
from simulator.testing.traffic import Traffic

if TYPE_CHECKING:
    from types import TracebackType

    from simulator.finding import Finding
    from simulator.pipeline.listening import Listener
    from simulator.reports.suspected import Suspected
    from simulator.settings import Settings
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result
    from simulator.testing.snapshots import Snapshots
    from simulator.testing.where import Where
    from simulator.views.copies import Pair
    from simulator.views.gating import GateResult

_QUIET, _PATIENCE = 0.25, 10.0


class Listening(Expectations):
    """Meta's two endpoints on a free port. ``url`` is the base URL for ``/v26.0/PIXEL/events`` and ``/tr``.

    Events are kept in memory. An answer means that its events are there already, so a test that sends by itself asks
    at once; one that drives a browser calls ``wait_for`` or ``wait_idle`` first. ``settings`` hold as elsewhere,
    except that the port is always free. Closed at the end of a ``with`` block, by ``close``, or by the fixture.
    """

    def __init__(self, settings: Settings, snapshots: Snapshots) -> None:
        import os

        from simulator.emulator.app import build_app
        from simulator.emulator.pixels import pixels_of
        from simulator.emulator.service import Service
        from simulator.emulator.serving import serving
        from simulator.store import open_store

        super().__init__(snapshots)
        self._settings = settings
        with ExitStack() as stack:
            store = stack.enter_context(open_store(":memory:"))
            self._service = Service(store, settings, pixels=pixels_of(settings.emulator.pixels, os.environ))
            stack.callback(self._service.close)
            self._traffic = Traffic(build_app(self._service))
            self._service.watch(lambda _: self._traffic.stir())
            running = stack.enter_context(serving(self._service, app=self._traffic))
            self._stack = stack.pop_all()
        self.url = running.url
        self.port = running.port
        self._read: tuple[tuple[int, int], Result] | None = None

    def __repr__(self) -> str:
        return f"<Listening on {self.url}>"

    def __enter__(self) -> Listening:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop; requests at hand are still answered. What arrived can be asked for no more. Twice does nothing."""
        self._stack.close()

    def keep_snapshots(self, snapshots: Snapshots) -> None:
        """Keep snapshots there from now on."""
        self._read = None
        self._snapshots = snapshots

    @property
    def events(self) -> tuple[JudgedEvent, ...]:
        """What arrived so far, in order, with its verdicts as they stand."""
        return self.result().events

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The copies that deduplication found."""
        return self.result().pairs

    @property
    def suspected(self) -> tuple[Suspected, ...]:
        """The copies that it did not find and that look like one action."""
        return self.result().suspected

    @property
    def run_findings(self) -> tuple[Finding, ...]:
        """What was found about the run as a whole."""
        return self.result().run_findings

    def result(self) -> Result:
        """What arrived so far, which then stays as it is."""
        from simulator.testing.reading import read_result

        def read(listener: Listener) -> Result:
            now = listener.run, listener.progress().read
            if self._read is None or self._read[0] != now:
                listener.look()
                self._read = now, read_result(listener.store, listener.run, self._snapshots)
            return self._read[1]

        return self._service.on_writer(read).result()

    def wait_for(
        self,
        name: str,
        *,
        count: int = 1,
        channel: str | None = None,
        where: Where = None,
        timeout: float = _PATIENCE,
    ) -> list[JudgedEvent]:
        """Wait until an event arrived at least so many times, whatever became of it; these.

        ``timeout`` is in seconds; then AssertionError with what arrived instead. It looks at least once.

            page.click("text=Buy")
            meta.wait_for("Purchase", channel="browser")
        """
        __tracebackhide__ = True
        from simulator.testing.arriving import arrived, missing

        if count < 1:
            raise UsageError("wait_for needs a count of at least 1")
        end = time.monotonic() + timeout
        while True:
            seen = self._traffic.stirred
            result = self.result()
            found = arrived(result, name, channel, where)
            if len(found) >= count:
                return found
            if not self._traffic.wait_for_another(seen, end - time.monotonic()):
                raise AssertionError(missing(result, name, count, channel, where, timeout))

    def wait_idle(self, *, quiet: float = _QUIET, timeout: float = _PATIENCE) -> None:
        """Wait until every request was answered and none came for ``quiet`` seconds.

        AssertionError after ``timeout`` seconds. It can't know what a page is about to send: where an event is
        expected, ``wait_for`` is surer.
        """
        __tracebackhide__ = True
        if not self._traffic.wait_idle(quiet, timeout):
            raise AssertionError(
                f"requests still come or wait for their answers after {timeout:g} seconds\n\n{self.describe()}"
            )

    def expect_go(self, profile: str | None = None, **conditions: Any) -> None:
        """Expect that a gate lets through what arrived so far, as ``capisim gate`` would.

        ``profile`` is one of ``[gate]``; ``conditions`` are its settings and weigh more. Of a run that goes on nobody
        asks whether it is complete. AssertionError tells every condition that is not met; raises SettingsError.

            meta.expect_go("staging", must_see=["Purchase", "Lead:server"], max_warnings=0)
        """
        __tracebackhide__ = True
        from simulator.testing.gated import conditions_of, expect_go
        from simulator.views.gating import judge

        gate = conditions_of(self._settings, profile, conditions)

        def judged(listener: Listener) -> GateResult:
            listener.look()
            return judge(listener.store, listener.run, gate, self._settings)

        expect_go(self._service.on_writer(judged).result(), self.result())

    def next_faults(self, *names: str) -> None:
        """Let the next requests meet these faults of the network, one each; ``none`` lets one pass.

        For a client that can't send the header X-Capisim-Fault. Raises UsageError for a fault that is unknown.

            meta.next_faults("code-2", "reset-after")
        """
        self._service.faults.queue(*names)

    def reset(self) -> None:
        """Forget what arrived and which faults were to come: a new run, with which nothing is deduplicated."""
        self._service.faults.clear()
        self._service.on_writer(lambda listener: listener.reset()).result()
        self._traffic.on_loop(self._service.tell_change)

    def dump(self) -> str:
        """What arrived, its pairs and what looks like one, masked: for a failure's report."""
        from simulator.testing.telling import message, pairs_of

        result = self.result()
        return message(
            f"arrived at {self.url}", result.describe(), pairs_of(result, (each.n for each in result.events))
        )
