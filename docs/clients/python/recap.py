"""Recap from Python, with nothing but the standard library.

    python3 docs/clients/python/recap.py [CONVERSATION]

RECAP_URL is http://localhost:8000 unless set; RECAP_API_KEY or RECAP_TOKEN say who asks.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from urllib.parse import quote

from websocket import WebSocket

BASE = os.environ.get("RECAP_URL", "http://localhost:8000").rstrip("/")
TRIES = 5


def credentials():
    headers = {}
    if os.environ.get("RECAP_API_KEY"):
        headers["X-API-Key"] = os.environ["RECAP_API_KEY"]
    if os.environ.get("RECAP_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["RECAP_TOKEN"]
    return headers


class RecapError(Exception):
    def __init__(self, status, detail):
        super().__init__(f"{status} {detail.get('code')}: {detail.get('error')}")
        self.status, self.code = status, detail.get("code")


def open_url(method, path, body=None, headers=None):
    """Sends a request, and again when asked to wait: message ids make that harmless."""
    data = None if body is None else json.dumps(body).encode()
    for attempt in range(1, TRIES + 1):
        request = urllib.request.Request(BASE + path, data, {**credentials(), **(headers or {})}, method=method)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            return urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            error = RecapError(refusal.code, json.loads(refusal.read() or b"{}").get("detail", {}))
            wait = refusal.headers.get("Retry-After")
            if refusal.code not in (429, 503) or wait is None or attempt == TRIES:
                raise error from None
            time.sleep(float(wait))
        except urllib.error.URLError:
            if attempt == TRIES:
                raise
            time.sleep(2 ** attempt / 10)


def call(method, path, body=None, headers=None):
    with open_url(method, path, body, headers) as response:
        return response.status, response.headers, json.loads(response.read())


def events(response):
    """The server-sent events of a response, as (name, data)."""
    name, data = "message", []
    for line in response:
        field, _, value = line.decode().rstrip("\r\n").partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif not field and data:
            yield name, json.loads("\n".join(data))
            name, data = "message", []


def post_messages(conversation):
    # Ids are made before the first try and stay the same in every further one.
    batch = {"conversation_id": conversation, "user_id": "ann", "messages": [
        {"message_id": str(uuid.uuid4()), "content": "We decided to ship on Friday."},
        {"message_id": str(uuid.uuid4()), "content": "I will test it tomorrow.", "user_id": "bob"}]}
    _, headers, answer = call("POST", "/chats", batch)
    call("POST", "/chats", batch)
    print("posted", answer["inserted_count"], "messages, twice")
    return headers["X-Position"]


def read_history(conversation, position):
    # With the position of the write, the read waits until it sees it.
    path, messages = f"/chats/{quote(conversation, safe='')}?limit=100", []
    cursor = None
    while True:
        page = call("GET", path + (f"&cursor={quote(cursor)}" if cursor else ""), headers={"X-Position": position})[2]
        messages += page["messages"]
        cursor = page["next_cursor"]
        if not cursor:
            break
    print("history:", " | ".join(f"{message['user_id']}: {message['content']}" for message in messages))


def summarize(conversation):
    status, headers, answer = call("POST", "/chats/summarize", {"conversation_id": conversation})
    while status == 202:  # It takes long: what is stored is where Location says.
        time.sleep(1)
        stored = call("GET", headers["Location"])[2]["summaries"]
        if stored:
            status, answer = 200, stored[0]
    print("summary:", answer["summary"])


def chat(conversation):
    question = {"conversation_id": conversation, "user_id": "ann", "input": "When do we ship?", "stream": True}
    try:
        with open_url("POST", "/chat", question) as response:
            print("assistant: ", end="")
            for name, data in events(response):
                if name == "response.output_text.delta":
                    print(data["delta"], end="", flush=True)
                elif name == "response.failed":
                    missing = data["detail"]["code"] == "llm_not_configured"
                    print("no model is configured" if missing else "failed: " + data["detail"]["error"], end="")
            print()
    except RecapError as error:
        if error.code != "llm_not_configured":
            raise
        print("assistant: no model is configured")


def socket(path):
    return WebSocket(BASE.replace("http", "ws", 1) + path, credentials())


def watch(conversation):
    watching = socket(f"/ws/summarize?conversation_id={quote(conversation, safe='')}")
    while (frame := json.loads(watching.receive()))["type"] == "heartbeat":
        pass
    watching.close()
    print("live:", frame["type"])


def talk(conversation):
    ann = socket(f"/ws?username=Ann&room={quote(conversation, safe='')}")
    ann.send(json.dumps({"type": "message", "message": "Hello from Python"}))
    while (frame := json.loads(ann.receive()))["type"] not in ("ack", "error"):
        pass
    ann.close()
    print("room:", frame["type"])


def main():
    conversation = sys.argv[1] if len(sys.argv) > 1 else "python-" + uuid.uuid4().hex
    position = post_messages(conversation)
    read_history(conversation, position)
    summarize(conversation)
    watch(conversation)
    talk(conversation)
    chat(conversation)


if __name__ == "__main__":
    main()
