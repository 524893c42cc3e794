"""Authlib (Debian python3-authlib) against a started hub.

Reads the same JSON object from standard input as openid-client.mjs and prints what it did.
Exit code 0: everything held. 3: the library refused what the provider sent. 1: anything else.
"""

import json
import sys
import time
import urllib.parse

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, jwt
from authlib.jose.errors import JoseError
from authlib.oidc.core import CodeIDToken
from html.parser import HTMLParser


class Form(HTMLParser):
    """The first form of a page."""

    def __init__(self, text):
        super().__init__()
        self.action, self.fields, self.button, self.inside = None, {}, None, False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form" and self.action is None:
            self.action, self.inside = found.get("action", ""), True
        elif self.inside and tag == "input" and "name" in found:
            self.fields[found["name"]] = found.get("value") or ""
        elif self.inside and tag == "button" and self.button is None:
            self.button = (found.get("name"), found.get("value") or "")

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "form"


class Browser:
    """Keeps cookies and sends them to loopback over plain http, Secure ones too, as browsers do; requests would not."""

    def __init__(self):
        self.cookies = {}

    def send(self, method, url, **more):
        header = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = requests.request(method, url, headers={"Cookie": header} if header else {}, allow_redirects=False, timeout=15, **more)
        self.cookies.update(answer.cookies.get_dict())
        return answer


def sign_in(url, task):
    browser = Browser()
    answer = browser.send("GET", url)
    for _ in range(20):
        if answer.is_redirect:
            url = urllib.parse.urljoin(answer.url, answer.headers["Location"])
            if url.startswith(task["redirect"]):
                return url
            answer = browser.send("GET", url)
            continue
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} at {answer.url}: {answer.text[:600]}")
        form = Form(answer.text)
        fields = {name: task.get(name, value) if name in ("login", "password") else value for name, value in form.fields.items()}
        if form.button and form.button[0]:
            fields[form.button[0]] = form.button[1]
        answer = browser.send("POST", urllib.parse.urljoin(answer.url, form.action), data=fields)
    raise RuntimeError("sign-on did not end")


def journey(task):
    about = requests.get(task["issuer"] + "/.well-known/openid-configuration", timeout=15).json()
    keys = JsonWebKey.import_key_set(requests.get(about["jwks_uri"], timeout=15).json())
    client = OAuth2Session(
        task["client"], task["secret"], scope="openid profile offline_access", redirect_uri=task["redirect"],
        code_challenge_method="S256", token_endpoint_auth_method="client_secret_basic")
    verifier, nonce = generate_token(48), generate_token(24)
    url, state = client.create_authorization_url(about["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
    back = sign_in(url, task)
    token = client.fetch_token(about["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier)
    claims = jwt.decode(
        token["id_token"], keys, claims_cls=CodeIDToken,
        claims_options={"iss": {"essential": True, "value": about["issuer"]}, "aud": {"essential": True, "value": task["client"]}},
        claims_params={"nonce": nonce, "client_id": task["client"], "access_token": token["access_token"]})
    claims.validate(now=int(time.time()), leeway=5)
    info = client.get(about["userinfo_endpoint"], timeout=15).json()
    assert info["sub"] == claims["sub"], info
    fresh = client.refresh_token(about["token_endpoint"], token["refresh_token"])
    assert fresh["access_token"] != token["access_token"]
    assert client.introspect_token(about["introspection_endpoint"], fresh["access_token"], "access_token").json()["active"] is True
    assert client.revoke_token(about["revocation_endpoint"], fresh.get("refresh_token", token["refresh_token"]), "refresh_token").status_code == 200
    assert client.introspect_token(about["introspection_endpoint"], fresh["access_token"], "access_token").json() == {"active": False}
    return {"sub": claims["sub"], "did": ["code", "id token", "userinfo", "refresh", "introspection", "revocation"]}


try:
    print(json.dumps(journey(json.load(sys.stdin))))
except JoseError as fault:
    print(json.dumps({"code": fault.error, "message": fault.description}), file=sys.stderr)
    sys.exit(3)
