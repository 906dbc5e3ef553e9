"""Does the HTML show what a description says? Reads the raw description and the HTML; knows nothing of our program.

What must be shown: every operation (method, path, summary) as a heading; within it the names of its parameters and
headers, its status codes, and their descriptions; the names of the properties of every schema, those of one schema in
one list or table; all other description texts. Standard library only; ``$ref`` is resolved here, by the rules of the
description's own version: 2.0 and 3.0 ignore what stands beside it.

What is tolerated, and nothing else:

- Texts are compared as their letters and digits in order, the whole text. Spaces, punctuation and case of markup are
  no difference; letters are.
- Markup may or may not be there as text: HTML tags and comments, elements that a browser does not draw as text
  (script, style, svg …), destinations and labels of links, link definitions, the language of a fenced block, numbers of
  list items. At each of these places at most ``SLACK`` further letters may stand (a word in place of a picture).
- Entities may be decoded, or all be shown as written (in code, in a summary, which is no CommonMark).
- A text of fewer than ``SHORT`` letters must be the whole text of an element; a longer one may be a part of one.
- Control characters and bidirectional overrides are left out of names.
- The name of a 2.0 body parameter, which has no meaning (OpenAPI 2.0, Parameter Object), and ``Accept``,
  ``Content-Type`` and ``Authorization`` as header parameters of 3.x, which that version ignores.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from itertools import product
from typing import Any, NamedTuple
from urllib.parse import unquote

SHORT = 40
SLACK = 16
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_UNSEEN = ("script", "style", "template")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = ("ul", "ol", "dl", "table")
_ITEMS = ("li", "dt", "tr")
_LONGEST_ELEMENT = 2000
_MOST_TRIES = 2000
_MOST_OPTIONAL = 6
_IGNORED_HEADERS = {"accept", "content-type", "authorization"}
_NOT_A_LETTER = re.compile(r"[\W_]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_ENTITY = re.compile(r"&#?\w+;")  # CommonMark asks for the semicolon, unlike HTML
_MARKUP = re.compile(
    r"""<!--.*?(?:-->|\Z)
    | <(script|style|svg|math|iframe|object|template|noscript|textarea|title)\b.*?(?:</\1\s*>|\Z)
    | </?[A-Za-z][^<>]*>
    | <[A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*>
    | (?<=\])\((?:[^()]|\([^()]*\))*\)
    | (?<=\])\[[^\]]*\]
    | ^[ >]*\[[^\]]+\]:[^\n]*$
    | ^[ \t\r>*+-]*\d+[.)](?=\s)
    | ^[ >]*(?:```+|~~~+)[^\n]*$""",
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE,
)

Span = tuple[int, int]


class Claim(NamedTuple):
    """Something that must be shown: in the heading ``call`` and below it, or anywhere if that is empty."""

    kind: str  # operation, parameter, response, properties, description
    text: str
    call: str
    where: str
    names: frozenset[str] = frozenset()


def missing(source: dict[str, Any], html: list[str]) -> list[str]:
    """What ``source``, a parsed OpenAPI description, says and the pages ``html`` together do not show."""
    page = _Page()
    for text in html:
        page.feed(text)
        page.end_of_page()
    claims = list(dict.fromkeys(_Source(source).claims()))
    shown = _Shown(page, {"".join(claim.call.split()) for claim in claims} - {""})
    lost = {claim.call for claim in claims if claim.kind == "operation" and not shown.has(claim)}
    found = []
    for claim in claims:
        if (claim.kind == "operation" and claim.call in lost) or (claim.call not in lost and not shown.has(claim)):
            found.append(_sentence(claim, shown))
    return list(dict.fromkeys(found))


def _sentence(claim: Claim, shown: _Shown) -> str:
    at = f"{claim.call}: " if claim.call and claim.kind != "operation" else ""
    if claim.kind == "properties":
        lost = sorted(name for name in claim.names if not shown.lists.get(name))
        words = f"property {', '.join(lost)}" if lost else f"not in one list: {', '.join(sorted(claim.names))[:200]}"
    elif claim.kind in ("description", "summary"):
        words = f'{claim.kind} "{" ".join(claim.text.split())[:100]}"'
    else:
        words = f"{claim.kind} {claim.text}"
    return f"{at}{words} ({claim.where})"


# ---- the source


class _Source:
    """Walks a description object by object, as its version defines them."""

    def __init__(self, root: dict[str, Any]) -> None:
        self._root = root
        self._is_2 = "swagger" in root
        version = str(root.get("openapi", ""))
        self._is_31 = version.startswith(("3.1", "3.2"))
        self._is_32 = version.startswith("3.2")
        maps, lists, ones = ["properties"], ["allOf"], ["items", "additionalProperties"]
        if not self._is_2:
            lists += ["oneOf", "anyOf"]
            ones += ["not"]
        if self._is_31:
            maps += ["patternProperties", "$defs", "definitions", "dependentSchemas"]
            lists += ["prefixItems"]
            ones += ["if", "then", "else", "contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties"]
        self._maps, self._lists, self._ones = maps, lists, ones
        self._seen: set[int] = set()

    def claims(self) -> Iterator[Claim]:
        root = self._root
        yield from _description(root.get("info"), "", "#/info")
        yield from self._servers(root.get("servers"), "#/servers")
        for number, tag in enumerate(_list(root.get("tags"))):
            yield from _description(tag, "", f"#/tags/{number}")
        yield from self._paths(root.get("paths"), "#/paths")
        yield from self._paths(root.get("webhooks") if self._is_31 else None, "#/webhooks")
        components = root if self._is_2 else _map(root.get("components"))
        at = "#" if self._is_2 else "#/components"
        for name, schema in _map(components.get("definitions" if self._is_2 else "schemas")).items():
            yield from self._schema(schema, f"{at}/{'definitions' if self._is_2 else 'schemas'}/{name}")
        for name, stated in _map(components.get("parameters")).items():
            yield from self._parameter(stated, "", f"{at}/parameters/{name}")
        for name, stated in _map(components.get("responses")).items():
            yield from self._response(stated, "", f"{at}/responses/{name}")
        schemes = "securityDefinitions" if self._is_2 else "securitySchemes"
        for name, stated in _map(components.get(schemes)).items():
            yield from _description(self._resolve(stated), "", f"{at}/{schemes}/{name}")
        if not self._is_2:
            for name, stated in _map(components.get("requestBodies")).items():
                yield from self._body(stated, "", f"{at}/requestBodies/{name}")
            for name, stated in _map(components.get("headers")).items():
                yield from self._header(name, stated, "", f"{at}/headers/{name}", named=False)
            for name, stated in _map(components.get("callbacks")).items():
                yield from self._paths(self._resolve(stated), f"{at}/callbacks/{name}")
            if self._is_31:
                yield from self._paths(components.get("pathItems"), f"{at}/pathItems", are_calls=False)

    def _resolve(self, value: Any) -> Any:
        """What stands behind a reference; in 3.1 with the words beside it. An unknown target is nothing."""
        beside: dict[str, Any] = {}
        seen: set[str] = set()
        while isinstance(value, dict) and isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            if self._is_31:
                beside = {**{key: value[key] for key in ("summary", "description") if key in value}, **beside}
            if reference in seen or not reference.startswith("#"):
                return {}
            seen.add(reference)
            value = self._at(reference)
        return {**value, **beside} if beside and isinstance(value, dict) else value

    def _at(self, reference: str) -> Any:
        value: Any = self._root
        for part in unquote(reference[1:]).split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                return {}
        return value

    def _servers(self, servers: Any, at: str) -> Iterator[Claim]:
        for number, server in enumerate(_list(servers)):
            yield from _description(server, "", f"{at}/{number}")
            for name, variable in _map(_map(server).get("variables")).items():
                yield from _description(variable, "", f"{at}/{number}/variables/{name}")

    def _paths(self, paths: Any, at: str, *, are_calls: bool = True) -> Iterator[Claim]:
        for path, stated in _map(paths).items():
            item = self._resolve(stated)
            if path.startswith("x-") or not isinstance(item, dict) or not are_calls:
                continue
            yield from _description(item, "", f"{at}/{path}")
            yield from _description(item, "", f"{at}/{path}", "summary")
            methods = [(name.upper(), item[name]) for name in self._methods() if isinstance(item.get(name), dict)]
            methods += list(_map(item.get("additionalOperations")).items()) if self._is_32 else []
            for method, operation in methods:
                yield from self._operation(method, path, item, operation, f"{at}/{path}/{method.lower()}")

    def _methods(self) -> tuple[str, ...]:
        return (*_METHODS[:-1],) if self._is_2 else (*_METHODS, "query") if self._is_32 else _METHODS

    def _operation(
        self, method: str, path: str, item: dict[str, Any], operation: dict[str, Any], at: str
    ) -> Iterator[Claim]:
        call = f"{method} {_clean(path)}"
        yield Claim("operation", call, call, at)
        yield from _description(operation, call, at, "summary")
        yield from _description(operation, call, at)
        parameters: dict[tuple[str, str], Any] = {}
        for stated in (*_list(item.get("parameters")), *_list(operation.get("parameters"))):
            parameter = _map(self._resolve(stated))
            parameters[(str(parameter.get("name")), str(parameter.get("in")))] = parameter
        for (name, _), parameter in parameters.items():
            yield from self._parameter(parameter, call, f"{at}/parameters/{name}")
        if not self._is_2:
            yield from self._body(operation.get("requestBody"), call, f"{at}/requestBody")
            for name, stated in _map(operation.get("callbacks")).items():
                yield from self._paths(self._resolve(stated), f"{at}/callbacks/{name}")
        for status, stated in _map(operation.get("responses")).items():
            if not status.startswith("x-"):
                yield Claim("response", status, call, f"{at}/responses/{status}")
                yield from self._response(stated, call, f"{at}/responses/{status}")

    def _parameter(self, stated: Any, call: str, at: str) -> Iterator[Claim]:
        parameter = _map(self._resolve(stated))
        name, place = parameter.get("name"), parameter.get("in")
        if not isinstance(name, str):
            return
        if not self._is_2 and place == "header" and name.lower() in _IGNORED_HEADERS:
            return
        if not (self._is_2 and place == "body"):
            yield Claim("parameter", _clean(name), call, at)
        yield from _description(parameter, call, at)
        yield from self._schema(parameter.get("schema"), f"{at}/schema")
        yield from self._content(parameter.get("content"), call, at)
        yield from self._examples(parameter.get("examples"), call, at)

    def _header(self, name: str, stated: Any, call: str, at: str, *, named: bool = True) -> Iterator[Claim]:
        header = _map(self._resolve(stated))
        if named and (self._is_2 or name.lower() != "content-type"):
            yield Claim("parameter", _clean(name), call, at)
        yield from _description(header, call, at)
        yield from self._schema(header.get("schema"), f"{at}/schema")
        yield from self._content(header.get("content"), call, at)

    def _body(self, stated: Any, call: str, at: str) -> Iterator[Claim]:
        body = _map(self._resolve(stated))
        yield from _description(body, call, at)
        yield from self._content(body.get("content"), call, at)

    def _response(self, stated: Any, call: str, at: str) -> Iterator[Claim]:
        response = _map(self._resolve(stated))
        yield from _description(response, call, at)
        for name, header in _map(response.get("headers")).items():
            yield from self._header(name, header, call, f"{at}/headers/{name}")
        if self._is_2:
            yield from self._schema(response.get("schema"), f"{at}/schema")
            return
        yield from self._content(response.get("content"), call, at)
        for name, link in _map(response.get("links")).items():
            yield from _description(self._resolve(link), call, f"{at}/links/{name}")

    def _content(self, stated: Any, call: str, at: str) -> Iterator[Claim]:
        for media_type, raw in _map(stated).items() if not self._is_2 else ():
            content = _map(self._resolve(raw))
            for key in ("schema", "itemSchema") if self._is_32 else ("schema",):
                yield from self._schema(content.get(key), f"{at}/content/{media_type}/{key}")
            yield from self._examples(content.get("examples"), call, f"{at}/content/{media_type}")

    def _examples(self, stated: Any, call: str, at: str) -> Iterator[Claim]:
        for name, example in _map(stated).items() if not self._is_2 else ():
            yield from _description(self._resolve(example), call, f"{at}/examples/{name}")

    def _schema(self, schema: Any, at: str) -> Iterator[Claim]:
        """All that one schema says, and those in it; a shared one once."""
        stack = [(schema, at)]
        while stack:
            schema, at = stack.pop()
            if not isinstance(schema, dict) or id(schema) in self._seen:
                continue
            self._seen.add(id(schema))
            if isinstance(schema.get("$ref"), str):
                stack.append((self._at(schema["$ref"]) if schema["$ref"].startswith("#") else None, schema["$ref"]))
                if not self._is_31:
                    continue
            yield from _description(schema, "", at)
            names = frozenset(_clean(name) for name in _map(schema.get("properties")))
            if names:
                yield Claim("properties", "", "", at, names)
            for key in self._maps:
                stack += [(child, f"{at}/{key}/{name}") for name, child in _map(schema.get(key)).items()]
            for key in self._lists:
                stack += [(child, f"{at}/{key}/{number}") for number, child in enumerate(_list(schema.get(key)))]
            stack += [(schema.get(key), f"{at}/{key}") for key in self._ones]


def _description(stated: Any, call: str, at: str, key: str = "description") -> Iterator[Claim]:
    text = stated.get(key) if isinstance(stated, dict) else None
    if isinstance(text, str) and text.strip():
        yield Claim(key, text, call, f"{at}/{key}")


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _clean(name: str) -> str:
    return " ".join(_CONTROL.sub("", name).split())


# ---- the HTML


class _Page(HTMLParser):
    """All pages as one string of letters, with what stands where in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, int, int]] = []  # tag, start, end
        self.headings: list[tuple[int, str, int]] = []  # level, text without spaces, start
        self.heads: list[tuple[str, int, int]] = []  # first code or permanent link of an item: text, its list, start
        self._letters: list[str] = []
        self._at = 0
        self._open: list[tuple[str, int, int]] = []  # tag, start, number of the list
        self._texts: list[tuple[int, list[str]]] = []  # depth and words of open headings and codes
        self._has_head: list[bool] = []
        self._lists = 0
        self._unseen = 0

    @property
    def letters(self) -> str:
        return "".join(self._letters)

    def end_of_page(self) -> None:
        """Nothing continues on the next page."""
        self.close()
        while self._open:
            self._leave()
        self.headings.append((0, "", self._at))
        self._letters.append("\n")
        self._at += 1
        self.reset()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        if tag == "li" and self._is_item_before():
            self.handle_endtag("li")
        self._lists += tag in _LISTS
        self._unseen += tag in _UNSEEN
        self._open.append((tag, self._at, self._lists))
        if tag in _ITEMS:
            self._has_head.append(False)
        given = dict(attrs)
        is_place = tag == "a" and bool(given.get("id")) and given.get("href") in (None, f"#{given['id']}")
        is_name = tag == "code" or is_place
        if tag in _HEADINGS or is_name:
            self._texts.append((len(self._open), []))

    def _is_item_before(self) -> bool:
        """Is an item of the same list open? HTML lets the next one end it."""
        return next((tag == "li" for tag, _, _ in reversed(self._open) if tag == "li" or tag in _LISTS), False)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or all(tag != each[0] for each in self._open):
            return
        while self._leave() != tag:
            pass

    def _leave(self) -> str:
        tag, start, _ = self._open[-1]
        self.elements.append((tag, start, self._at))
        self._unseen -= tag in _UNSEEN
        if self._texts and self._texts[-1][0] == len(self._open):
            text = "".join(self._texts.pop()[1])
            if tag in _HEADINGS:
                self.headings.append((_HEADINGS[tag], "".join(_CONTROL.sub("", text).split()), start))
            elif self._has_head and not self._has_head[-1]:
                self._has_head[-1] = True
                self.heads.append((_clean(text), self._list(), start))
        if tag in _ITEMS:
            self._has_head.pop()
        self._open.pop()
        return tag

    def _list(self) -> int:
        return next((number for tag, _, number in reversed(self._open) if tag in _LISTS), 0)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        letters = _NOT_A_LETTER.sub("", data)
        self._letters.append(letters)
        self._at += len(letters)
        for _, words in self._texts:
            words.append(data)


class _Shown:
    """What the pages show, to be asked."""

    def __init__(self, page: _Page, calls: set[str]) -> None:
        self._letters = page.letters
        self._calls = _regions(page, calls)
        self._elements: dict[str, list[int]] = {}
        self._labels: dict[str, list[int]] = {}
        for tag, start, end in sorted(page.elements, key=lambda each: each[1]):
            if 0 < end - start <= _LONGEST_ELEMENT:
                text = self._letters[start:end]
                self._elements.setdefault(text, []).append(start)
                if tag != "code":
                    self._labels.setdefault(text, []).append(start)
        self.lists: dict[str, set[int]] = {}
        self._heads: dict[str, list[int]] = {}
        for name, number, start in sorted(page.heads, key=lambda each: each[2]):
            self.lists.setdefault(name, set()).add(number)
            self._heads.setdefault(name, []).append(start)

    def has(self, claim: Claim) -> bool:
        places = self._calls.get("".join(claim.call.split()), []) if claim.call else [(0, len(self._letters))]
        if claim.kind == "operation":
            return bool(places)
        if claim.kind == "properties":
            some = sorted((self.lists.get(name, set()) for name in claim.names), key=len)
            return bool(some[0].intersection(*some[1:]))
        return any(self._has(claim, place) for place in places)

    def _has(self, claim: Claim, place: Span) -> bool:
        if claim.kind == "parameter":
            return _within(self._heads.get(claim.text), place)
        if claim.kind == "response":
            return _within(self._labels.get(_letters(claim.text)), place)
        return any(self._has_text(claim.text, place, decoded=decoded) for decoded in (True, False))

    def _has_text(self, text: str, place: Span, *, decoded: bool) -> bool:
        required, optional = _pieces(text, decoded=decoded)
        if not any(required):
            return True
        variants: Iterator[tuple[bool, ...]] = product((False, True), repeat=len(optional))
        if len(optional) > _MOST_OPTIONAL:
            variants = iter([(False,) * len(optional), (True,) * len(optional)])
        for variant in variants:
            between = [word if is_there else "" for word, is_there in zip(optional, variant, strict=True)]
            whole = required[0] + "".join(a + b for a, b in zip(between, required[1:], strict=True))
            if _within(self._elements.get(whole), place):
                return True
        if sum(map(len, required)) < SHORT and len(optional) <= _MOST_OPTIONAL:
            return False
        return self._has_pieces(*_joined(required, optional), place)

    def _has_pieces(self, required: list[str], optional: list[str], place: Span) -> bool:
        """The pieces in order, at most what is optional between them; looked for from the longest one on."""
        longest = max(range(len(required)), key=lambda number: len(required[number]))
        start = self._letters.find(required[longest], *place)
        for _ in range(_MOST_TRIES):
            if start < 0:
                return False
            after = list(zip(optional[longest:], required[longest + 1 :], strict=True))
            before = list(zip(reversed(optional[:longest]), reversed(required[:longest]), strict=True))
            if self._follow(start + len(required[longest]), after, place) and self._precede(start, before, place):
                return True
            start = self._letters.find(required[longest], start + 1, place[1])
        return False

    def _follow(self, at: int, pieces: list[tuple[str, str]], place: Span) -> bool:
        for gap, piece in pieces:
            found = self._letters.find(piece, at, min(place[1], at + len(gap) + SLACK + len(piece)))
            if found < 0:
                return False
            at = found + len(piece)
        return True

    def _precede(self, at: int, pieces: list[tuple[str, str]], place: Span) -> bool:
        for gap, piece in pieces:
            at = self._letters.rfind(piece, max(place[0], at - len(gap) - SLACK - len(piece)), at)
            if at < 0:
                return False
        return True


def _regions(page: _Page, calls: set[str]) -> dict[str, list[Span]]:
    """From the heading of a call, which ends in its method and path, to a higher one or that of another call.

    Other headings of its level do not end it: they may be the author's own, within a description.
    """
    found: dict[str, list[Span]] = {}
    open_: list[tuple[int, set[str], int]] = []
    for level, text, start in sorted(page.headings, key=lambda each: each[2]):
        names = {text[at:] for at in range(len(text)) if text[at:] in calls} if level else set()
        while open_ and (open_[-1][0] > level or (open_[-1][0] == level and names)):
            _, ended, since = open_.pop()
            for name in ended:
                found.setdefault(name, []).append((since, start))
        if names:
            open_.append((level, names, start))
    return found


def _within(starts: list[int] | None, place: Span) -> bool:
    if not starts:
        return False
    number = bisect_left(starts, place[0])
    return number < len(starts) and starts[number] < place[1]


def _letters(text: str) -> str:
    return _NOT_A_LETTER.sub("", text)


def _pieces(text: str, *, decoded: bool) -> tuple[list[str], list[str]]:
    """What must be there, and the optional words between: always one fewer."""
    text = _CONTROL.sub("", text)
    required, optional, at = [""], [], 0
    for match in (*_MARKUP.finditer(text), None):
        piece = text[at : match.start() if match else len(text)]
        required[-1] += _letters(_ENTITY.sub(lambda entity: unescape(entity[0]), piece) if decoded else piece)
        if match and (letters := _letters(match[0])):
            optional.append(letters)
            required.append("")
        at = match.end() if match else 0
    return required, optional


def _joined(required: list[str], optional: list[str]) -> tuple[list[str], list[str]]:
    """Optional words with nothing between them as one; those at the ends left out."""
    pieces = [required[0]]
    gaps: list[str] = []
    for gap, piece in zip(optional, required[1:], strict=True):
        if not pieces[-1]:
            if len(pieces) > 1:
                gaps[-1] += gap
            pieces[-1] = piece
        else:
            gaps.append(gap)
            pieces.append(piece)
    if len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
        gaps.pop()
    return pieces, gaps
