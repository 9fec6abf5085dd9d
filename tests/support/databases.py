"""Databases that tests of one folder take in turn: emptied, with the collections and indexes that a service made in them."""

import secrets
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from pymongo import MongoClient

TURNS = 4  # what an ended test may still have on its way has arrived before its database is taken again


@dataclass
class Shelf:
    """Names to put before a service's name. Making a service's collections and indexes anew takes longer than most tests."""

    client: MongoClient[dict[str, Any]]
    names: dict[str, deque[str]] = field(default_factory=dict)

    def take(self, owner: str) -> str:
        """The one that was taken longest ago, emptied; a new one while there are few."""
        names = self.names.setdefault(owner, deque())
        if len(names) < TURNS:
            names.append(f"test_{secrets.token_hex(6)}")
        else:
            names.rotate(-1)
            self._empty(names[-1])
        return names[-1]

    def clear(self) -> None:
        for name in [name for names in self.names.values() for name in names]:
            for database in self._of(name):
                self.client.drop_database(database)

    def _empty(self, name: str) -> None:
        for database in self._of(name):
            for collection in self.client[database].list_collection_names():
                self.client[database][collection].delete_many({})

    def _of(self, name: str) -> list[str]:
        return [database for database in self.client.list_database_names() if database.startswith(name)]
