"""The HTTP door every service opens: one call for the app, one import for what its routes need."""

from shared.http.app import create_app
from shared.http.auth import (
    Municipality,
    Principal,
    network_staff,
    optional_staff,
    service_identity,
    staff,
)
from shared.http.documents import documents_router
from shared.http.idempotency import Once
from shared.http.live import LiveBoard
from shared.http.paging import Page, Paging, Window
from shared.http.preconditions import ExpectedVersion, etag, holds, precomputed
from shared.http.problems import Problem
from shared.http.schemas import Amount, Answer, Body, Identifier, Money, Sha256, Slug, Text3, Words
from shared.http.tokens import TokenMissing

__all__ = [
    "Amount",
    "Answer",
    "Body",
    "ExpectedVersion",
    "Identifier",
    "LiveBoard",
    "Money",
    "Municipality",
    "Once",
    "Page",
    "Paging",
    "Principal",
    "Problem",
    "Sha256",
    "Slug",
    "Text3",
    "TokenMissing",
    "Window",
    "Words",
    "create_app",
    "documents_router",
    "etag",
    "holds",
    "network_staff",
    "optional_staff",
    "precomputed",
    "service_identity",
    "staff",
]
