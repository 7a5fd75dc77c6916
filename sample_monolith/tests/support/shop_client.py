"""A visitor of the shop: speaks HTTP, keeps cookies, follows nothing by itself.

The same client talks to the application in this process or, when
``WEBNET_BASE_URL`` is set, to whatever serves that address.
"""

import http.client
import json as jsonlib
import uuid
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass
class Response:
    status: int
    headers: list[tuple[str, str]]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    def json(self):
        return jsonlib.loads(self.content)

    def header(self, name: str) -> str:
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return ""

    @property
    def location(self) -> str:
        """The path that a redirect leads to."""
        parts = urlsplit(self.header("Location"))
        return parts.path + (f"?{parts.query}" if parts.query else "")


class AppTransport:
    """Calls a WSGI application in this process."""

    def __init__(self, app):
        self.app = app

    def send(self, method, path, headers, body):
        client = self.app.test_client(use_cookies=False)
        answer = client.open(path, method=method, headers=headers, data=body)
        return answer.status_code, list(answer.headers), answer.data


class NetworkTransport:
    """Calls a server, for example a gateway in front of several processes."""

    def __init__(self, base_url: str):
        self.address = urlsplit(base_url)

    def send(self, method, path, headers, body):
        connection = http.client.HTTPConnection(self.address.netloc, timeout=30)
        try:
            connection.request(method, path, body=body or b"", headers=dict(headers))
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class Client:
    def __init__(self, transport):
        self.transport = transport
        self.cookies: dict[str, str] = {}
        self.token = ""

    def another(self) -> "Client":
        """Another visitor of the same shop."""
        return type(self)(self.transport)

    def request(self, method, path, data=None, json=None, files=None, query=None, headers=None):
        sent = {"User-Agent": "shop-tests", **(headers or {})}
        body = b""
        if query:
            path = f"{path}?{urlencode(query)}"
        if json is not None:
            body = jsonlib.dumps(json).encode()
            sent["Content-Type"] = "application/json"
        elif files is not None:
            body, sent["Content-Type"] = _multipart(files)
        elif data is not None:
            body = urlencode(data, doseq=True).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        status, received, content = self.transport.send(method, path, list(sent.items()), body)
        for name, value in received:
            if name.lower() == "set-cookie":
                self._keep(value)
        return Response(status, list(received), content)

    def _keep(self, header: str) -> None:
        for name, morsel in SimpleCookie(header).items():
            if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.coded_value

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, **options):
        return self.request("POST", path, **options)

    def put(self, path, **options):
        return self.request("PUT", path, **options)

    def patch(self, path, **options):
        return self.request("PATCH", path, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)

    def follow(self, response: Response) -> Response:
        assert response.status in {301, 302, 303, 308}, response.text
        return self.get(response.location)

    def log_in(self, person) -> "Client":
        answer = self.post(
            "/account/login", data={"login": person.username, "password": person.password}
        )
        assert answer.status == 302, answer.text
        return self

    def use_token(self, person) -> "Client":
        answer = self.post(
            "/api/accounts/token", json={"login": person.username, "password": person.password}
        )
        assert answer.status == 201, answer.text
        self.token = answer.json()["token"]
        return self


def _multipart(files: dict) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    body = b""
    for field, (filename, content) in files.items():
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; '
            f'filename="{filename}"\r\n\r\n'
        ).encode()
        body += content + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"
