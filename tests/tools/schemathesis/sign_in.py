"""Signs in often enough for a round: `sign_in.py ADDRESS LOGIN` prints tokens, the one to keep first."""

import sys

import requests

SESSIONS = 24

if __name__ == "__main__":
    address, login = sys.argv[1:]
    body = {"login": login, "password": "demo-2026"}
    for _ in range(SESSIONS):
        answer = requests.post(f"{address}/api/v1/sessions", json=body, timeout=60)
        answer.raise_for_status()
        print(answer.json()["access_token"])
