"""The open-commune programme of El Jadida and the participation action plan of Beni Mellal."""

from deploy.demo.data import document
from deploy.demo.play import Play


async def el_jadida(play: Play) -> None:
    await play.it_is("2023-11-28T10:00:00Z")
    play.tell("El Jadida: the open-commune programme 2024-2025")
    source = document("el-jadida-open-commune-2024-2025")
    made = await play.platform.post("scheduling", "/ma-el-jadida/open-programmes", {"document": source}, by="cell")
    play.found["open_programme"] = made


async def beni_mellal(play: Play) -> None:
    await play.it_is("2024-05-06T10:00:00Z")
    play.tell("Béni Mellal: the participation action plan of the May 2024 session")
    source = document("beni-mellal-action-plan-2024")
    made = await play.platform.post("scheduling", "/ma-beni-mellal/action-plans", {"document": source}, by="cell")
    play.found["action_plan"] = made
