"""A request as a curl command for a POSIX shell.

Text of a description stands in single quotes only; the variables, which are ours alone, stand in double quotes.
"""

from __future__ import annotations

from api_catalog.reference.samples.request import (
    ANSWER,
    FILE,
    FormBody,
    FormField,
    Request,
    Secret,
    Text,
    TextBody,
    joined,
)

LANGUAGE = "curl"


def render(request: Request) -> str:
    """The command, one option on a line."""
    address = request.address
    option = "--url " if address and str(address[0]).startswith("-") else ""
    lines = [f"curl {_flags(request)}{option}{_word(address)}"]
    if request.aws_signature:
        lines.append('--aws-sigv4 "aws:amz:$AWS_REGION:$AWS_SERVICE"')
        lines.append('--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"')
    lines += [f"-H {_word((name + (': ' if value != ('',) else ';'), *value))}" for name, value in request.headers]
    if request.basic:
        lines.append(f'--user "${request.basic[0].variable}:${request.basic[1].variable}"')
    lines += _body(request)
    if request.answer == "bytes":
        lines.append(f"--output {ANSWER}")
    return " \\\n  ".join(lines)


def _flags(request: Request) -> str:
    """curl sends GET, and POST if there is a body; every other method has to be said."""
    stream = "-N " if request.answer == "stream" else ""
    if request.method == "HEAD":
        return stream + "--head "
    if request.method == ("POST" if request.body else "GET"):
        return stream
    return f"{stream}-X {_bare(request.method)} "


def _body(request: Request) -> list[str]:
    body = request.body
    if body is None:
        return []
    if isinstance(body, FormBody):
        if not body.fields:
            return ["-d ''"] if not body.multipart else ["--form-string ''"]
        return [_part(field) if body.multipart else _encoded(field) for field in body.fields]
    header = f"-H {_word((f'Content-Type: {body.media_type}',))}"
    if isinstance(body, TextBody):
        option = "--data-raw" if body.text.startswith("@") else "-d"  # -d @x would send the file x
        return [header, f"{option} {_word((body.text,))}"]
    return [header, f"--data-binary @{FILE}"]


def _encoded(field: FormField) -> str:
    name = "".join(char if char.isalnum() and char.isascii() else _percent(char) for char in field.name)
    return f"--data-urlencode {_word((f'{name}={FILE if field.is_file else field.value}',))}"


def _percent(char: str) -> str:
    return char if char in "-._~" else "".join(f"%{byte:02X}" for byte in char.encode())


def _part(field: FormField) -> str:
    """``-F`` reads a file after @ and options after ;, so text goes where curl looks for neither."""
    if field.is_file and "=" not in field.name:
        kind = f";type={field.media_type}" if field.media_type else ""
        return f"-F {_word((f'{field.name}=@{FILE}{kind}',))}"
    if field.media_type and "=" not in field.name and ";" not in field.media_type:
        value = field.value.replace("\\", "\\\\").replace('"', '\\"')
        part = f'{field.name}="{value}";type={field.media_type}'
        return f"-F {_word((part,))}"
    return f"--form-string {_word((f'{field.name}={FILE if field.is_file else field.value}',))}"


def _bare(word: str) -> str:
    return word if word.isascii() and word.isalnum() else _word((word,))


def _word(text: Text) -> str:
    """``text`` as one word of a POSIX shell; the variables in it are the only thing the shell replaces."""
    parts = [
        f'"${part.variable}"' if isinstance(part, Secret) else "'" + part.replace("'", "'\\''") + "'"
        for part in joined(text)
    ]
    return "".join(parts) or "''"
