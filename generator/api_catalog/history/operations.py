"""Two descriptions → what differs in their operations, outside schemas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api_catalog.documents.reading import text
from api_catalog.history.calls import Answer, Call, Content, Parameter, Reader
from api_catalog.history.findings import REQUEST, RESPONSE, Found, Place, gone_and_new, shown
from api_catalog.history.schemas import Pair, SchemaComparison
from api_catalog.history.security import Security
from api_catalog.history.values import bare, same

Root = tuple[Pair, str, tuple[str, ...]]
_WORDS = ("summary", "description", "externalDocs")


class OperationComparison:
    """All operations of two descriptions; ``roots`` is where their schemas begin."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any], schemas: SchemaComparison) -> None:
        self._schemas = schemas
        self._security = Security(before, after)
        self._old, self._new = Reader(before).calls(), Reader(after).calls()
        self._found: list[Found] = []
        self._now: tuple[Call, Call] | None = None
        self.roots: list[Root] = []

    def differences(self) -> list[Found]:
        pairs, gone, added = _paired(self._old, self._new)
        for call in gone:
            rule = "callback-removed" if call.kind != "paths" else "operation-removed"
            also = ", which was marked deprecated" if call.raw.get("deprecated") is True else ""
            self._whole(rule, call, f"{_noun(call)} {shown(call.name)} removed{also}.")
        for call in added:
            rule = "callback-added" if call.kind != "paths" else "operation-added"
            self._whole(rule, call, f"{_noun(call)} {shown(call.name)} added.")
        for old, new in pairs:
            self._now = (old, new)
            self._compare(old, new)
        return self._found

    def _whole(self, rule: str, call: Call, message: str) -> None:
        self._found.append(Found(rule, call.place, message, "", {call.name: None}, set(call.tags)))

    def _say(self, rule: str, message: str, place: Place | None = None, side: str = "") -> None:
        assert self._now is not None  # noqa: S101 - a pair is compared
        old, new = self._now
        at = Place(new.place.pointer, "") if place is None else place
        self._found.append(Found(rule, at, message, side, {new.name: None}, {*old.tags, *new.tags}))

    def _lead(self, pair: Pair | None) -> None:
        assert self._now is not None  # noqa: S101 - a pair is compared
        old, new = self._now
        if pair is not None:
            self.roots.append((pair, new.name, tuple(dict.fromkeys((*old.tags, *new.tags)))))

    def _compare(self, old: Call, new: Call) -> None:
        self._identity(old, new)
        self._parameters(old, new)
        self._body(old, new)
        self._answers(old, new)
        for found in self._security.differences(old, new):
            self._say(*found)
        gone, added = gone_and_new(old.servers, new.servers)
        for url in gone:
            self._say("server-removed", f"Server {shown(url)} removed.", Place(("servers",)))
        for url in added:
            self._say("server-added", f"Server {shown(url)} added.", Place(("servers",)))
        self._rest(old, new)

    def _identity(self, old: Call, new: Call) -> None:
        if old.key != new.key:
            self._say("operation-moved", f"Operation {shown(old.name)} is now {shown(new.name)}.")
        one, other = text(old.raw.get("operationId")), text(new.raw.get("operationId"))
        if one != other:
            message = f"Its operationId was {shown(one) or 'not stated'} and is {shown(other) or 'gone'}."
            self._say("operation-renamed", message)
        is_old, is_new = (each.raw.get("deprecated") is True for each in (old, new))
        if is_old != is_new:
            rule = "operation-deprecated" if is_new else "operation-not-deprecated"
            self._say(rule, f"It is {'now' if is_new else 'no longer'} marked deprecated.")
        gone, added = gone_and_new(old.tags, new.tags)
        if gone or added:
            parts = [f"{verb} {shown(names)}" for verb, names in (("removed", gone), ("added", added)) if names]
            self._say("operation-tags-changed", f"Tags: {', '.join(parts)}.")

    def _parameters(self, old: Call, new: Call) -> None:
        one, other = dict(old.parameters), dict(new.parameters)
        if old.key == new.key:
            self._path_names(old, new, one)
        gone, added = gone_and_new(map(_joined, one), map(_joined, other))
        old_by, new_by = {_joined(k): p for k, p in one.items()}, {_joined(k): p for k, p in other.items()}
        for key in list(gone):
            name = key.partition(" ")[2]
            moved = next((each for each in added if each.partition(" ")[2] == name), None)
            if moved is not None:
                gone.remove(key)
                added.remove(moved)
                was, now = old_by[key], new_by[moved]
                message = f"Parameter `{shown(now.name)}` was in {was.where} and is in {now.where}."
                self._say("parameter-moved", message, now.place, old.sent)
                self._parameter(was, now, new.sent)
        is_asked = new.sent == REQUEST
        for key in gone:
            rule = "parameter-removed" if is_asked else "response-header-removed"
            was = old_by[key]
            self._say(rule, f"{was.where.capitalize()} parameter `{shown(was.name)}` removed.", was.place, old.sent)
        for key in added:
            now = new_by[key]
            needs = now.is_required and is_asked
            rule = "required-parameter-added" if needs else "parameter-added" if is_asked else "response-header-added"
            kind = f"Required {now.where}" if now.is_required else now.where.capitalize()
            self._say(rule, f"{kind} parameter `{shown(now.name)}` added.", now.place, new.sent)
        for key in old_by:
            if key in new_by:
                self._parameter(old_by[key], new_by[key], new.sent)

    def _path_names(self, old: Call, new: Call, parameters: dict[tuple[str, str], Parameter]) -> None:
        """Variables of a path are told apart by their place in it, so a new name is no new parameter."""
        held = {}
        for was, now in zip(old.variables, new.variables, strict=True):
            if was != now:
                self._say("path-parameter-renamed", f"Path parameter `{shown(was)}` is now called `{shown(now)}`.")
                if (parameter := parameters.pop(("path", was), None)) is not None:
                    held["path", now] = parameter
        parameters.update(held)

    def _parameter(self, old: Parameter, new: Parameter, side: str) -> None:
        name, place = shown(new.name), new.place
        noun = "Header" if side == RESPONSE else "Parameter"
        if old.is_required != new.is_required:
            prefix = "response-header" if side == RESPONSE else "parameter"
            rule = f"{prefix}-became-{'required' if new.is_required else 'optional'}"
            said = "is now required" if new.is_required else "is no longer required"
            self._say(rule, f"{noun} `{name}` {said}.", place, side)
        if old.is_deprecated != new.is_deprecated:
            rule = "parameter-deprecated" if new.is_deprecated else "parameter-not-deprecated"
            said = "now" if new.is_deprecated else "no longer"
            self._say(rule, f"{noun} `{name}` is {said} marked deprecated.", place, side)
        if old.serialization != new.serialization and (old.where == new.where or old.serialization[0]):
            self._say("serialization-changed", f"How `{name}` is written changed.", place, side)
        if old.allows_empty != new.allows_empty:
            self._say("empty-value-changed", f"Whether `{name}` may be empty changed.", place, side)
        self._words(old.raw, new.raw, place, also=("example", "examples") if "schema" in new.raw else ())
        self._lead(self._schemas.begin(old.schema, new.schema, side))

    def _body(self, old: Call, new: Call) -> None:
        one, other = old.body, new.body
        is_asked = new.sent == REQUEST
        if one is None and other is None:
            return
        if one is None or other is None:
            body = other or one
            assert body is not None  # noqa: S101 - one of them is there
            if other is None:
                rule = "request-body-removed" if is_asked else "response-media-type-removed"
                self._say(rule, "Request body removed.", body.place, new.sent)
            else:
                needs = other.is_required and is_asked
                rule = "required-request-body-added" if needs else "request-body-added"
                self._say(rule, f"{'Required request' if needs else 'Request'} body added.", body.place, new.sent)
            return
        if one.is_required != other.is_required and is_asked:
            said = "is now required" if other.is_required else "is no longer required"
            rule = f"request-body-became-{'required' if other.is_required else 'optional'}"
            self._say(rule, f"The request body {said}.", other.place, REQUEST)
        self._forms(one, other, new.sent)
        self._words(one.raw, other.raw, other.place)

    def _forms(self, old: Content, new: Content, side: str) -> None:
        gone, added = gone_and_new(old.forms, new.forms)
        for media_type in gone:
            self._say(f"{side}-media-type-removed", f"Media type {shown(media_type)} removed.", old.place, side)
        for media_type in added:
            self._say(f"{side}-media-type-added", f"Media type {shown(media_type)} added.", new.place, side)
        for media_type, (node, encoding) in new.forms.items():
            if media_type in old.forms:
                was, encoded = old.forms[media_type]
                if not same(bare(encoded), bare(encoding)):
                    self._say("encoding-changed", "How its parts are written changed.", node.place, side)
                self._lead(self._schemas.begin(was, node, side))

    def _answers(self, old: Call, new: Call) -> None:
        gone, added = gone_and_new(old.answers, new.answers)
        for status in gone:
            is_success = status[:1] in "123"
            rule = "success-response-removed" if is_success else "error-response-removed"
            place = old.answers[status].content.place
            self._say(rule, f"Response {shown(status)} removed.", place, new.received)
        for status in added:
            place = new.answers[status].content.place
            self._say("response-added", f"Response {shown(status)} added.", place, new.received)
        for status, answer in new.answers.items():
            if status in old.answers:
                self._answer(old.answers[status], answer, new.received)

    def _answer(self, old: Answer, new: Answer, side: str) -> None:
        place = new.content.place
        self._forms(old.content, new.content, side)
        gone, added = gone_and_new(old.headers, new.headers)
        for key in gone:
            header = old.headers[key]
            self._say("response-header-removed", f"Header `{shown(header.name)}` removed.", header.place, side)
        for key in added:
            header = new.headers[key]
            self._say("response-header-added", f"Header `{shown(header.name)}` added.", header.place, side)
        for key, header in new.headers.items():
            if key in old.headers:
                self._parameter(old.headers[key], header, side)
        gone, added = gone_and_new(old.links, new.links)
        for verb, names in (("removed", gone), ("added", added)):
            for name in names:
                self._say(f"link-{verb}", f"Link `{shown(name)}` {verb}.", place, side)
        self._words(old.raw, new.raw, place)

    def _rest(self, old: Call, new: Call) -> None:
        self._words(old.raw, new.raw, Place(new.place.pointer), also=())
        known = {key for key in {*old.raw, *new.raw} if key.startswith("x-")}
        for key in sorted(known):
            if not same(old.raw.get(key), new.raw.get(key)):
                self._say("extension-changed", f"`{shown(key)}` changed.")

    def _words(self, old: dict[str, Any], new: dict[str, Any], place: Place, also: Iterable[str] = ()) -> None:
        for key in _WORDS:
            if not same(old.get(key), new.get(key)):
                state = "is new" if key not in old else "is gone" if key not in new else "changed"
                self._say("description-changed", f"The {key} {state}.", place)
        if any(not same(old.get(key), new.get(key)) for key in also):
            self._say("examples-changed", "The examples changed.", place)


def _paired(old: list[Call], new: list[Call]) -> tuple[list[tuple[Call, Call]], list[Call], list[Call]]:
    """Calls to the same address; of the others those with one operationId."""
    before = {call.key: call for call in old}
    after = {call.key: call for call in new}
    same_path = {(call.kind, call.method, call.path): call for call in old}
    pairs = []
    for call in after.values():
        was = same_path.get((call.kind, call.method, call.path)) or before.get(call.key)
        if was is not None:
            pairs.append((was, call))
    known, taken = {id(was) for was, _ in pairs}, {id(call) for _, call in pairs}
    gone = [call for call in before.values() if id(call) not in known]
    added = [call for call in after.values() if id(call) not in taken]
    by_id = {name: call for call in gone if (name := text(call.raw.get("operationId")))}
    for call in list(added):
        was = by_id.pop(text(call.raw.get("operationId")), None)
        if was is not None and was.kind == call.kind:
            pairs.append((was, call))
            gone.remove(was)
            added.remove(call)
    return pairs, gone, added


def _joined(key: tuple[str, str]) -> str:
    return f"{key[0]} {key[1]}"


def _noun(call: Call) -> str:
    return {"paths": "Operation", "webhooks": "Webhook"}.get(call.kind, "Callback")
