"""A small OpenID Connect service on loopback: it remembers who is at its counter, what codes it gave, and who asked."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


class Identity:
    """`person`: {"sub", "email", "email_verified"} of whoever is at the counter; None: they turn away.

    asked: paths in their order; spoil: "code" (no code is good), "down" (no answer but 500), "empty" (it says nothing of itself).
    """

    def __init__(self, client_id="linli", secret="a secret between the two"):
        self.client_id, self.secret = client_id, secret
        self.person, self.spoil, self.asked, self.codes, self.tokens = None, "", [], {}, {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def setting(self) -> dict:
        """What LOGIN_SERVICES says of it."""
        return {
            "id": "city", "name_zh": "市民身份", "name_en": "City ID", "server": self.url, "client_id": self.client_id,
            "secret": self.secret,
        }  # fmt: skip

    # ---- what it answers ------------------------------------------------------------------
    def discovery(self):
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo", "jwks_uri": f"{self.url}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip

    def authorize(self, asked) -> str:
        """The address to which the person is sent back."""
        answer = {"state": asked["state"]}
        if self.person is None:
            answer["error"] = "access_denied"
        else:
            answer["code"] = secrets.token_urlsafe(8)
            self.codes[answer["code"]] = (asked, dict(self.person))
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, said):
        asked, person = self.codes.pop(said.get("code"), (None, None))
        proof = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        right = (
            asked
            and self.spoil != "code"
            and (said["client_id"], said["client_secret"]) == (self.client_id, self.secret)
            and said["redirect_uri"] == asked["redirect_uri"]
            and proof.decode() == asked["code_challenge"]
        )
        if not right:
            return 400, {"error": "invalid_grant"}
        token, now = secrets.token_urlsafe(8), int(time.time())
        self.tokens[token] = person
        claims = {"iss": self.url, "aud": self.client_id, "sub": person["sub"], "iat": now, "exp": now + 60}
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": signed}

    def _handler(self):
        identity = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def say(self, status, body, headers=()):
                raw = json.dumps(body).encode()
                self.send_response(status)
                for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(raw))), *headers):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(raw)

            def do_GET(self):
                where = urlsplit(self.path)
                identity.asked.append(where.path)
                query = {name: values[0] for name, values in parse_qs(where.query).items()}
                if identity.spoil == "down":
                    self.say(500, {})
                elif where.path == "/.well-known/openid-configuration":
                    self.say(200, {} if identity.spoil == "empty" else identity.discovery())
                elif where.path == "/authorize":
                    self.say(302, {}, [("Location", identity.authorize(query))])
                elif where.path == "/userinfo":
                    person = identity.tokens.get(self.headers.get("Authorization", "").removeprefix("Bearer "))
                    self.say(200 if person else 401, person or {})
                else:
                    self.say(404, {})

            def do_POST(self):
                identity.asked.append(urlsplit(self.path).path)
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.say(*identity.token({name: values[0] for name, values in parse_qs(body).items()}))

        return Handler
