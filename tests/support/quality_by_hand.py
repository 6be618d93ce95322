"""The third way to one integer: the seven indicators of the study and the national pair, counted by hand over the raw events of each stay
from the definition text alone, with its own reading of amendments, reviews and plans. Knows nothing of the tables.

Reads one JSON document a line: {"key", "header", "events": [{seq, id, at, role, type, …}]}; prints one a line: {"key", "places": {id: word}}.
Header: age or null, stay_s or null (exact seconds), class, service, vte_before (true, false, null), discharged (true or false), admitted_at,
discharged_at.
"""

import json
import sys

DAY = 86400


def settle(events):
    """What the record says in the end: assessments, screens, orders, starts, clots."""
    assessments, screens, clots, orders, operations = [], [], [], [], []
    for event in sorted(events, key=lambda event: event["seq"]):
        kind = event["type"]
        if kind == "assessed":
            assessments.append({"id": event["id"], "at": event["at"], "signed": event["band"], "changed": None})
        elif kind == "reviewed":
            # A confirmation puts back the score as it stands; a change governs.
            for one in assessments:
                if one["id"] == event["of"]:
                    one["changed"] = [event["band"]] if event["changed"] else None
        elif kind == "bleeding_screened":
            screens.append({"id": event["id"], "at": event["at"], "high": event["high"]})
        elif kind == "vte_confirmed":
            clots.append({"id": event["id"], "at": event["at"], "onset": event["onset"]})
        elif kind == "operated":
            operations.append({"id": event["id"], "end": event["end"], "class": event["class"] or "operation"})
        elif kind == "amended":
            for one in assessments:
                if one["id"] == event["of"]:
                    # What was amended has to be reviewed again.
                    one["signed"], one["changed"] = event["band"], None
            for one in screens:
                if one["id"] == event["of"]:
                    one["high"] = event["high"]
            for one in clots:
                if one["id"] == event["of"]:
                    one["onset"] = event["onset"]
        elif kind == "plan_authorised":
            named = [measure["id"] for measure in event["measures"]]
            for order in orders:
                # A new plan drops what it leaves out; what was begun stays an order that was carried out.
                if order["live"] and order["id"] not in named:
                    order["dropped"] = True
                    if order["begun_at"] is None:
                        order["live"] = False
            for measure in event["measures"]:
                held = next((order for order in orders if order["live"] and order["id"] == measure["id"]), None)
                if held:
                    held["conditional"], held["dropped"], held["ordered"] = measure["conditional"], False, True
                else:
                    orders.append({**measure, "live": True, "dropped": False, "begun_at": None, "ordered": True})
        elif kind == "plan_declined":
            for order in orders:
                if order["live"] and order["begun_at"] is None:
                    order["dropped"], order["live"] = True, False
        elif kind == "measure_started":
            order = next((order for order in reversed(orders) if order["live"] and order["id"] == event["measure"]), None)
            if order is not None and order["begun_at"] is None:
                order["begun_at"] = event["at"]
        elif kind == "measure_stopped":
            order = next((order for order in reversed(orders) if order["live"] and order["id"] == event["measure"]), None)
            if order is not None:
                order["live"] = False
                # Refused before it was begun: as if it had been dropped.
                order["dropped"] = order["dropped"] or order["begun_at"] is None
    bands = [(one["at"], one["changed"][0] if one["changed"] else one["signed"]) for one in assessments]
    return bands, screens, clots, orders, operations


NO, UNKNOWN, YES = 0, 1, 2


def answer(certain, possible):
    return YES if certain else UNKNOWN if possible else NO


def places(stay):
    header = stay["header"]
    bands, screens, clots, orders, operations = settle(stay["events"])
    if not header["discharged"]:
        return {name: "undated" for name in NAMES}
    # A header without a record: nobody knows what was done.
    untold = not stay["events"]
    words = [word for _, word in bands]
    risk = answer(any(word in ("moderate", "high") for word in words), None in words or any(word in ("moderate", "high") for word in words))
    assessed = YES if bands else NO
    screened = YES if screens else NO
    highs = [screen["high"] for screen in screens]
    low = NO if True in highs else YES if False in highs else UNKNOWN if None in highs else NO
    high = answer(True in highs, True in highs or None in highs)

    def ordered(kind):
        return YES if any(order["kind"] == kind and (order["begun_at"] is not None or not order["conditional"] and not order["dropped"]) for order in orders if order["ordered"]) else NO

    # Where nobody says when it arose: more than a day after admission, and not after the discharge (or, with the ninety days, not after those).
    leaves = header["discharged_at"]
    late = [clot for clot in clots if clot["onset"] is None and clot["at"] - header["admitted_at"] > DAY]
    here = [clot for clot in clots if clot["onset"] == "in_hospital"]
    vte = YES if here or any(clot["at"] <= leaves for clot in late) else NO
    any_vte = YES if any(clot["at"] <= leaves for clot in clots) else NO
    ninety = [clot for clot in clots if clot["onset"] != "on_admission" and 0 < clot["at"] - leaves <= 90 * DAY]
    associated = YES if here or ninety or any(clot["at"] - leaves <= 90 * DAY for clot in late) else NO
    # The first moderate or high result lies between the first that may be one and the first that is one.
    maybe = [at for at, word in bands if word in ("moderate", "high", None)]
    sure = [at for at, word in bands if word in ("moderate", "high")]
    first = (min(maybe), min(sure)) if sure else None

    def after(at):
        if not maybe:
            return NO
        if first is None:
            return UNKNOWN
        least, most = at - first[1], at - first[0]
        return answer(least >= 0 and most <= DAY, most >= 0 and least <= DAY)

    in_24h = max([after(screen["at"]) for screen in screens], default=NO)
    begun = [order for order in orders if order["begun_at"] is not None]
    quick = max([after(order["begun_at"]) for order in begun if order["kind"] in ("drug", "device")], default=NO)
    # Counted from the end of the first operation; where the end of one is not told, nobody knows which was the first.
    surgery = [operation["end"] for operation in operations if operation["class"] == "operation"]
    untimed = None in surgery
    drugs = [order for order in begun if order["kind"] == "drug"]
    if surgery and untimed and drugs:
        quick = max(quick, UNKNOWN)
    elif surgery and not untimed and any(0 <= order["begun_at"] - min(surgery) <= DAY for order in drugs):
        quick = YES
    proper = min(assessed, screened, quick)
    # The clots of this hand are all DVT.
    operated = YES if surgery else NO
    new = [clot["at"] for clot in clots if clot["onset"] != "on_admission" and clot["at"] <= leaves]
    after_surgery = NO if not surgery or not new else UNKNOWN if untimed else YES if max(new) >= min(surgery) else NO
    device, drug = ordered("device"), ordered("drug")
    if untold:
        risk = assessed = screened = low = high = vte = in_24h = proper = device = drug = any_vte = associated = after_surgery = operated = UNKNOWN

    def gates(rules):
        for word, wanted in (("excluded", YES), ("unknown", UNKNOWN)):
            for number, rule in enumerate(rules):
                if rule == wanted:
                    return f"{word}_{number + 1}"
        return None

    def among(value, words):
        return UNKNOWN if value == "unknown" else YES if value in words else NO

    age, length = header["age"], header["stay_s"]
    study = [
        among(header["class"], ("outpatient", "emergency")), among(header["class"], ("day_surgery",)), among(header["service"], ("neonatal", "paediatric")),
        UNKNOWN if age is None else YES if age <= 14 else NO, UNKNOWN if length is None else YES if length <= DAY else NO,
        UNKNOWN if header["vte_before"] is None else YES if header["vte_before"] else NO,
    ]
    nation = [among(header["class"], ("outpatient", "emergency"))]

    def put(rules, population, numerator):
        gate = gates(rules)
        if gate:
            return gate
        if population != YES:
            return "outside" if population == NO else "outside_unknown"
        return ("denominator", "open", "numerator")[numerator]

    return {
        "alliance_1": put(study, YES, assessed), "alliance_2": put(study, risk, screened), "alliance_2.within_24h": put(study, risk, in_24h),
        "alliance_3": put(study, risk, device), "alliance_4": put(study, min(risk, low), drug), "alliance_5": put(study, assessed, risk),
        "alliance_6": put(study, screened, high), "alliance_7": put(study, YES, vte), "alliance_7.any_onset": put(study, YES, any_vte),
        "hat_90": put(nation, YES, associated), "rev_postop_dvt": put(nation, operated, after_surgery),
        "nqt_vte_assess_rate": put(nation, YES, assessed),
        "nqt_vte_proper_prevention_rate": put(nation, risk, proper),
    }


NAMES = ["alliance_1", "alliance_2", "alliance_2.within_24h", "alliance_3", "alliance_4", "alliance_5", "alliance_6", "alliance_7", "alliance_7.any_onset", "hat_90", "rev_postop_dvt", "nqt_vte_assess_rate", "nqt_vte_proper_prevention_rate"]

for line in sys.stdin:
    stay = json.loads(line)
    print(json.dumps({"key": stay["key"], "places": places(stay)}))
