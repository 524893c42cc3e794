#!/usr/bin/env python3
"""Recounts the day sums of cases from the cases themselves: python3 recount_days.py INFO [--forge]

Signs on to the province as its demo department, pulls MG-01, MG-02 and CR-02, and counts every row of CR-02 again from the
newest revision of each case and its flow rows, as of the row's own updateTime. Exit code 1 and a line for each row that
differs. With --forge one row is changed first, to show that it would be noticed. Standard library only.
"""
import json, sys
from datetime import datetime

import recompute_ledger as outsider

COUNTERS = ("report validReport publicReport accept verify file dispatch accurateDispatch needDispose dispose intimeDispose overtimeDispose "
            "overtimeToDispose needClose close intimeClose rework hang postpone cancel selfHandled").split()


def newest_of(deployment, interface, bearer):
    newest, after = {}, 0
    while True:
        path = f"/exchange/v1/subscriptions/{deployment['department']['clientId']}.{interface}/records?after={after}&limit=2000"
        page = json.loads(outsider.call(deployment["url"] + path, {"Authorization": "Bearer " + bearer}))
        for entry in page["records"]:
            record = entry["record"]
            if record["rev"] > newest.get(record["recordId"], {"rev": 0})["rev"]:
                newest[record["recordId"]] = record
        if page["next"] == after:
            return list(newest.values())
        after = page["next"]


def time(record, name):
    return datetime.fromisoformat(record[name]) if name in record else None


def marks(case, flow, day, as_of):
    def on(name):
        return case.get(name, "")[:10] == day
    state, dispatched = case["state"], on("dispatchTime")
    need = dispatched and state not in ("20", "30", "42", "90")
    done = need and "disposeTime" in case
    intime = done and time(case, "disposeTime") <= time(case, "deadline")
    late = need and not done and time(case, "deadline") < as_of
    closed = dispatched and state in ("80", "81")
    return [
        on("reportTime"), on("reportTime") and "acceptTime" in case, on("reportTime") and case["reporterKind"] == "2", on("acceptTime"),
        any(f.get("fromState") == "10" and f["toState"] == "11" and f["endTime"][:10] == day for f in flow), on("fileTime"), dispatched,
        dispatched and not any(f.get("fromState") == "40" and f["toState"] == "30" for f in flow), need, done, intime, done and not intime, late,
        done or late, closed, closed and time(case, "disposeTime") <= time(case, "deadline"), dispatched and case["reworkTimes"] > 0,
        dispatched and state == "42", dispatched and case["postponeTimes"] > 0, dispatched and state == "90", dispatched and case.get("closeType") == "3"]


def stands_in(case, row):
    kind = case["typeClass"] + case["bigClass"] + case["smallClass"]
    return (row["sourcePlatform"] == case["sourcePlatform"] and row["sourceCode"] in ("00", case["sourceCode"])
            and (row["regionCode"] == case["districtCode"] or row["regionCode"] == row["sourcePlatform"][2:])
            and row["classCode"] in ("A0000", kind, kind[0] + "0000", kind[:3] + "00"))


def main(info_file, *options):
    with open(info_file, encoding="utf-8") as file:
        province = next(d for d in json.load(file)["deployments"] if d["platform"].startswith("P-"))
    bearer = outsider.token(province)
    cases, flows, rows = (newest_of(province, f"{dataset}.v1.up", bearer) for dataset in ("MG-01", "MG-02", "CR-02"))
    history = {}
    for flow in flows:
        history.setdefault((flow["sourcePlatform"], flow["caseNo"]), []).append(flow)
    if "--forge" in options:
        rows[0]["reportNum"] += 1
    wrong = 0
    for row in rows:
        sums = [0] * len(COUNTERS)
        for case in cases:
            if stands_in(case, row):
                found = marks(case, history.get((case["sourcePlatform"], case["caseNo"]), []), row["statDate"], time(row, "updateTime"))
                sums = [a + b for a, b in zip(sums, found)]
        said = [row[name + "Num"] for name in COUNTERS]
        if said != sums:
            wrong += 1
            print(f"{row['recordId']}: recounted {sums}, the row says {said}")
    print(f"{len(rows)} rows recounted from {len(cases)} cases and {len(flows)} flow rows, {wrong} differ")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
