"""Calculations: a plan in, a result out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body
from fastapi.responses import JSONResponse

from assistant.answers.contract import PlanRequest, result_json
from assistant.api.dependencies import Reader, Shared, work
from assistant.api.routes.asking import READING
from assistant.bodies import ResultBody

router = APIRouter(tags=["calculating"], responses=READING)

EXAMPLE = {
    "operation": "percentage change",
    "operands": [{"document": "sales", "table": 1, "row": 2, "column": 3}],
    "baseline": [{"document": "sales", "table": 1, "row": 2, "column": 1}],
}


@router.post("/calculate", response_model=ResultBody)
async def calculate(body: Annotated[PlanRequest, Body(examples=[EXAMPLE])], state: Shared, _: Reader) -> JSONResponse:
    """Carry out a plan over cells of tables, exactly, with its working and citations."""

    def run() -> dict[str, Any]:
        return result_json(state.library.calculate(body.plan()), state.library.assistant.library)

    return JSONResponse(await work(state, run))
