"""What schemathesis cannot know of the market: who calls, and which refusals of well-formed requests are right.

OCOP_TOKENS holds sessions of one person, the one to keep first; without it, nobody is signed in.
"""

import os
import uuid

import schemathesis

KEPT, *SPARE = os.environ.get("OCOP_TOKENS", "").split() or [None]

# Operations that end the session which calls them are called with one that nobody needs any more.
ENDING = {"delete_session", "switch_organisation", "leave_organisation", "accept_invitation"}


def name(case):
    return case.operation.definition.raw["operationId"]


if KEPT:

    @schemathesis.auth(refresh_interval=None)
    class Session:
        def get(self, case, context):
            # Where the spare ones have run out, the last of them goes on as an ended session.
            if name(case) in ENDING:
                return SPARE.pop() if len(SPARE) > 1 else SPARE[0]
            return KEPT

        def set(self, case, data, context):
            case.headers = case.headers or {}
            case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    # One key is for one request: with the example's own, all requests but the first would only hear that.
    if case.headers and case.headers.get("Idempotency-Key") == "0193-example-key":
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    # The examples know the password of the demonstration, and changing it ends all other sessions.
    if name(case) == "change_password" and isinstance(case.body, dict) and case.body.get("old_password") == "demo-2026":
        case.body = {**case.body, "old_password": "another"}


# What a schema can say of a value on its own. Whoever keeps to the schema is never refused for one of these.
SHAPE = {"required", "too_short", "too_long", "too_small", "too_large", "too_many", "format"}

# Rules that the contract tells in words: mostly what one field asks of another.
IN_WORDS = {
    ("register_organisation", "producer_kind"): "producers have one, buyers have none",
    ("register_organisation", "contact.email"): "an e-mail address or a phone number, to sign in with",
    ("register_organisation", "contact.phone"): "an e-mail address or a phone number, to sign in with",
    ("register_organisation", "commune_code"): "a seat is in the province, or for buyers elsewhere",
    ("register_organisation", "seat"): "a seat is in the province, or for buyers elsewhere",
    ("create_invitation", "login"): "an e-mail address or a phone number",
    ("put_feature", "until"): "so many days after `from`, at the most",
    ("answer_listing", "reason_code"): "a refusal gives one",
    ("update_paper", "exemption"): "a commitment says why nothing more is needed",
    ("add_paper", "exemption"): "a commitment says why nothing more is needed",
    ("update_paper", "number"): "most kinds of papers have one",
    ("update_paper", "issued_on"): "most kinds of papers have one",
    ("add_paper", "number"): "most kinds of papers have one",
    ("add_paper", "issued_on"): "most kinds of papers have one",
    ("add_paper", "product_id"): "papers of one product name it",
    ("pitch_listing", "pack_id"): "a weekly amount or a price is of a pack",
    ("create_import", "producer_id"): "the centre says for whom",
    ("decline_order", "reason"): "a code or a sentence",
    ("decline_order", "reason_code"): "a code or a sentence",
    ("create_recovery_link", "reason"): "the centre says how it made sure of the person",
    ("adjust_lot", "delta"): "nothing changes by nothing",
    ("list_products", "max_price"): "no less than `min_price`",
    ("list_offers", "max_price"): "no less than `min_price`",
}


@schemathesis.check
def the_schema_says_what_a_schema_can(ctx, response, case):
    """In place of positive_data_acceptance, which would call a taken tax code or a used link a mistake."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code not in (400, 413, 414, 415, 422, 428):
        return
    problem = response.json()
    # The key was used for another request; the file is no table that anybody could read.
    if problem["code"] in ("idempotency_key_reused", "sheet_refused"):
        return
    if problem["code"] != "validation_failed":
        raise AssertionError(f"{name(case)} refuses what fits its schema: {problem['code']}")
    for field in problem["fields"]:
        # A cursor is what an earlier page gave; that is no shape.
        if field["code"] in SHAPE and field["field"] != "cursor" and (name(case), field["field"]) not in IN_WORDS:
            raise AssertionError(f"{name(case)} refuses what fits its schema: {field['field']} {field['code']}")
