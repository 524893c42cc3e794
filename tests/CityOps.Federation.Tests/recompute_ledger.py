#!/usr/bin/env python3
"""Recomputes a run's ledger from the wire protocol alone: python3 recompute_ledger.py INFO LEDGER

Signs on to every hub as its demo department, pulls every record of every subscription it has, keeps the newest revision
of each key, and compares count and roll-up (SHA-256 over sorted `recordId|rev|digest` lines, each ended by a line feed)
with the ledger. Exit code 1 and a line for each difference when they disagree. Standard library only.
"""
import base64, hashlib, json, sys, urllib.parse, urllib.request


def call(url, headers, data=None):
    request = urllib.request.Request(url, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.read()


def token(deployment):
    who = deployment["department"]
    pair = base64.b64encode(f"{who['clientId']}:{who['clientSecret']}".encode()).decode()
    headers = {"Authorization": "Basic " + pair, "Content-Type": "application/x-www-form-urlencoded"}
    answer = call(deployment["url"] + "/connect/token", headers, b"grant_type=client_credentials")
    return json.loads(answer)["access_token"]


def records(text):
    """The records of a page with their own bytes: the page is JSON, a record's digest is over its bytes as they stand."""
    decoder = json.JSONDecoder()
    at = text.index('"records":[') + len('"records":[')
    while text[at] != "]":
        at = text.index('"record":', at) + len('"record":')
        record, end = decoder.raw_decode(text, at)
        yield record, text[at:end].encode()
        at = text.index("}", end) + 1
        if text[at] == ",":
            at += 1


def pull(deployment, subscription, bearer):
    newest, after = {}, 0
    while True:
        path = f"/exchange/v1/subscriptions/{subscription}/records?after={after}&limit=2000"
        text = call(deployment["url"] + path, {"Authorization": "Bearer " + bearer}).decode()
        count = 0
        for record, raw in records(text):
            count += 1
            known = newest.get(record["recordId"])
            if known is None or known[0] < record["rev"]:
                newest[record["recordId"]] = (record["rev"], hashlib.sha256(raw).hexdigest())
        page = json.loads(text)
        if count == 0 and page["next"] == after:
            return newest
        after = page["next"]


def roll_up(newest):
    lines = sorted(f"{record_id}|{rev}|{digest}\n" for record_id, (rev, digest) in newest.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def main(info_file, ledger_file):
    with open(info_file, encoding="utf-8") as file:
        info = json.load(file)
    with open(ledger_file, encoding="utf-8") as file:
        ledger = {d["platform"]: {s["interface"]: s for s in d["datasets"]} for d in json.load(file)["deployments"]}
    wrong = compared = keys = 0
    for deployment in info["deployments"]:
        bearer = token(deployment)
        for interface in deployment["department"]["subscriptions"]:
            newest = pull(deployment, f"{deployment['department']['clientId']}.{interface}", bearer)
            # An interface nothing came over has no line.
            said = ledger[deployment["platform"]].get(interface, {"keys": 0, "rollUp": roll_up({})})
            compared, keys = compared + 1, keys + len(newest)
            if (len(newest), roll_up(newest)) != (said["keys"], said["rollUp"]):
                wrong += 1
                print(f"{deployment['platform']} {interface}: {len(newest)} keys {roll_up(newest)}, the ledger says {said['keys']} {said['rollUp']}")
    print(f"{compared} roll-ups over {keys} keys recomputed, {wrong} differ")
    return 1 if wrong or keys == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
