"""Calls at seams in one process: noted and judged while recording, sent through the codec and back in the loopback run."""

import json
import os
import sys

from unbraid_prove import exchanges, rereads, rewritten, seams
from unbraid_prove.controller import environment
from unbraid_prove.journal import JOURNAL
from unbraid_prove.run import current


def install():
    now = current()
    if now.mode == "record":
        JOURNAL.after.append(_surroundings)
    if not now.seams or not now.runtime:
        return
    os.environ.setdefault("UNBRAID_SECRET", "loopback")
    sys.path.append(now.runtime)
    rewritten.install(now.rewritten)
    runtime = Runtime(now)
    seams.install(runtime.record if now.mode == "record" else runtime.loop)


def _surroundings():
    """The environment of the first test, for services that are started apart from all tests."""
    JOURNAL.after.remove(_surroundings)
    JOURNAL.write(event="surroundings", environment=environment())


class Runtime:
    """The generated runtime of the services, for all of them at once."""

    def __init__(self, now):
        self.now = now
        self.started = False
        self.demoted = set()

    def module(self):
        import unbraid_seams

        if not self.started:
            self.started = True
            unbraid_seams.start(self._context())
            _see_through_test_cases()
            rereads.install(unbraid_seams.CODEC, self.now)
            unbraid_seams.TRANSPORT = _local
            if self.now.corrupt:
                from unbraid_prove import counting

                counting.corrupt(unbraid_seams.CODEC)
        import unbraid_entities

        unbraid_entities.watch()
        flask = sys.modules.get("flask")
        if flask is not None and flask.has_app_context():
            unbraid_seams.CONTEXT.app = flask.current_app._get_current_object()
        return unbraid_seams

    def _context(self):
        import unbraid_context

        kind = {"flask": "FlaskContext", "django": "DjangoContext"}.get(self.now.framework, "Bare")
        return getattr(unbraid_context, kind)

    def count(self, seam):
        JOURNAL.crossing()
        with open(os.path.join(self.now.share, "calls-{}".format(os.getpid())), "a", encoding="utf-8") as stream:
            stream.write(seam.id + "\n")

    def demote(self, seam, why):
        if (seam.id, why[:80]) not in self.demoted:
            self.demoted.add((seam.id, why[:80]))
            JOURNAL.write(event="demoted", seam=seam.id, why=why[:400], test=JOURNAL.test)

    def loop(self, seam, args, options):
        """The call as a client makes it and an endpoint answers it."""
        runtime = self.module()
        self.count(seam)
        sent = args[1:] if seam.drops_first else args
        if seam.is_async:
            return self._loop_async(runtime, seam, sent, options)
        with rereads.of(seam.id, [sent, options]):
            return runtime.call(seam.target, *sent, **options)

    async def _loop_async(self, runtime, seam, args, options):
        body = runtime._request(seam.target, args, options)
        path, signature = runtime.PREFIX + seam.target, runtime.sign(seam.target, body)
        seams.ENTERING.target = seam.target
        status, data = await runtime.answer_async(path, signature, body)
        exchanges.note_call(seam.target, body, status, data)
        return runtime._result(seam.target, status, data)

    def record(self, seam, args, options):
        """The call as it is; what a seam could not do is noted."""
        if seam.is_async:
            return self._record_async(seam, args, options)
        runtime, before = self._before(seam, args, options)
        result = seam.original(*args, **options)
        self._after(runtime, seam, args, options, before, result)
        return result

    async def _record_async(self, seam, args, options):
        runtime, before = self._before(seam, args, options)
        result = await seam.original(*args, **options)
        self._after(runtime, seam, args, options, before, result)
        return result

    def _before(self, seam, args, options):
        self.count(seam)
        runtime = self.module()
        return runtime, (self._sent(runtime, seam, args, options), self._pending(), runtime.CODEC.picture([args, options]))

    def _sent(self, runtime, seam, args, options):
        sent = args[1:] if seam.drops_first else args
        try:
            body = json.loads(runtime._request(seam.target, sent, options))
            return [body["args"], body["kwargs"]]
        except Exception as error:
            self.demote(seam, "arguments: {}: {}".format(type(error).__name__, error))
            return None

    def _pending(self):
        import unbraid_entities

        return set(unbraid_entities.pending())

    def _after(self, runtime, seam, args, options, before, result):
        sent, pending, picture = before
        try:
            runtime.CODEC.decode(runtime.CODEC.encode(result))
        except Exception as error:
            self.demote(seam, "result: {}: {}".format(type(error).__name__, error))
        left = self._pending() - pending
        if left and not runtime.CONTEXT.commits():
            self.demote(seam, "it leaves changes to be committed by its caller: {}".format(", ".join(sorted(left))))
        elif sent is None or left or runtime.CODEC.picture([args, options]) == picture:
            return
        elif self._sent(runtime, seam, args, options) not in (sent, None):
            self.demote(seam, "it changes its arguments")


def _see_through_test_cases():
    """Let what Django's test cases keep in a transaction count as committed: only blocks of the application itself matter."""
    import unbraid_entities

    library = unbraid_entities.DJANGO

    def pending():
        from django.db import connections

        return {table for connection in connections.all() for table in _written_in_own_blocks(connection)}

    library.pending = pending


def _written_in_own_blocks(connection):
    blocks = [one for one in getattr(connection, "atomic_blocks", ()) if not getattr(one, "_from_testcase", False)]
    if not connection.in_atomic_block or not blocks:
        return set()
    outermost = len(blocks) == len(connection.atomic_blocks)
    own = set(connection.savepoint_ids[-len(blocks) :])
    hooks = [hook for hook in connection.run_on_commit if outermost or own & set(hook[0])]
    return {part.table for hook in hooks for part in hook if hasattr(part, "table")}


def _local(target, service, headers, body):
    """In place of a connection: the endpoint in this process answers."""
    import unbraid_seams

    seams.ENTERING.target = target
    try:
        status, data = unbraid_seams.answer(unbraid_seams.PREFIX + target, headers["X-Unbraid-Signature"], body)
        exchanges.note_call(target, body, status, data)
        return status, data
    finally:
        seams.ENTERING.target = None
