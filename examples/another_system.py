"""Another system at work: it knows an address and a key, and learns the rest from the OpenAPI document.

KAM_URL=http://127.0.0.1:8000 KAM_API_KEY=kam_… python examples/another_system.py
"""

import datetime as dt
import json
import os
import urllib.request
import uuid

BASE, KEY = os.environ["KAM_URL"].rstrip("/"), os.environ["KAM_API_KEY"]


def send(method, path, body=None, **headers):
    headers |= {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json", "Accept": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(BASE + path, data, headers, method=method)) as answer:
        return json.load(answer)


OPERATIONS = {
    operation["operationId"]: (method.upper(), path)
    for path, operations in send("GET", "/api/v1/schema/")["paths"].items()
    for method, operation in operations.items()
}


def call(operation, body=None, key=None, **places):
    """Does one operation of the document. The same `key` again has no second effect."""
    method, path = OPERATIONS[operation]
    return send(method, path.format(**places), body, **({"Idempotency-Key": key or uuid.uuid4().hex} if body else {}))


account = call("accounts_create", {"name": "Norvik Hydraulics AB", "industry": "machinery"})
contact = call("contacts_create", {"account": account["id"], "name": "Ingrid Berg", "roles": ["decision_maker"]})
visit = {"account": account["id"], "contacts": [contact["id"]], "channel": "phone", "summary": "They extend the plant."}
first, again = (call("visits_create", visit, key=f"call-{account['id']}") for _ in range(2))
assert first == again, "one key, one visit"
soon = (dt.date.today() + dt.timedelta(days=60)).isoformat()
deal = {"account": account["id"], "name": "Servo drives", "amount": "480000.00", "expected_close_on": soon}
deal = call("opportunities_create", deal)
deal = call("opportunities_move_create", {"version": deal["version"], "stage": "prospect"}, id=deal["id"])
funnel = call("funnel_list")
print(json.dumps({"account": account["id"], "visit": first["id"], "stage": deal["stage"], "funnel": funnel}, indent=1))
