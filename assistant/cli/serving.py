"""The servers: ``web``, ``api``, ``mcp``."""

from __future__ import annotations

import os
import runpy
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from assistant.acting import Actor, act_as, system_user
from assistant.cli.application import ANSWERED, Run, app, complain
from assistant.cli.opening import offer_starter
from assistant.config import environment_for
from assistant.memory import bound_headers, share_arenas
from assistant.usage import WrongUsage
from corpus.errors import LibraryMissing


@app.command()
def web(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on this machine.")] = 8501,
    address: Annotated[
        str, typer.Option("--address", metavar="ADDRESS", help="The address to listen at.")
    ] = "127.0.0.1",
    open_to_everyone: Annotated[
        bool, typer.Option("--open-to-everyone", help="Let whoever reaches the page read, without signing in.")
    ] = False,
) -> int:
    """Serve the page to this machine, or to others, until Ctrl-C.

    Who may do what once they have signed in comes from REPORT_ASSISTANT_WEB_USERS as role:who.
    """
    from assistant.web.access import OPEN, check_serving, is_for_others
    from assistant.web.outside import host_options, stay_inside

    share_arenas()
    check_serving(address, open_to_everyone=open_to_everyone)
    _check_port(address, port)
    _ready_for_the_page(context.obj)
    print(f"http://{f'[{address}]' if ':' in address else address}:{port}  (Ctrl-C ends it)", flush=True)
    os.environ.update(environment_for(context.obj.settings.library))
    if open_to_everyone:
        os.environ[OPEN] = "on"
    stay_inside()
    bound_headers()
    hosts = host_options(any_name=is_for_others())
    sys.argv = ["streamlit", "run", str(page_path()), "--server.port", str(port), "--server.address", address, *hosts]
    # In this very process: it is there sooner than another, and ending it ends the page.
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    return ANSWERED


def _check_port(host: str, port: int) -> None:
    """Raise WrongUsage where the port is taken or the address is not this machine's."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise WrongUsage(f"port {port} cannot be used ({error.strerror}); choose another with --port") from error


def _ready_for_the_page(run: Run) -> None:
    from assistant.libraries.library import Library

    try:
        with Library.open(run.settings.library, create=run.may_make) as library:
            offer_starter(library, run.settings)
    except LibraryMissing as error:
        complain(error)  # the page says so too, and serves as soon as there is one


def page_path() -> Path:
    """The page's script: inside the package where it was installed, beside it in a checkout."""
    inside = Path(__file__).parents[1] / "web" / "app.py"
    return inside if inside.is_file() else Path(__file__).parents[2] / "app.py"


@app.command()
def api(
    context: typer.Context,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8600,
    open_to_anyone: Annotated[
        bool, typer.Option("--open-to-anyone", help="Serve other machines without any key.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", min=1, max=64, help="Processes that work questions out; as many as cores when left out."
        ),
    ] = None,
) -> int:
    """Serve the HTTP API, to this machine unless told otherwise, until Ctrl-C.

    Keys come from REPORT_ASSISTANT_API_KEYS as role:key (reader, editor, owner); without keys everyone may only read.
    """
    from assistant.api.serving import check_address, serve
    from assistant.api.settings import load_api_settings
    from assistant.extras import need
    from assistant.report_library import open_library
    from corpus.embedding import n_cores

    need("api")
    share_arenas()
    settings = check_address(host, load_api_settings(), open_to_anyone=open_to_anyone)
    settings = replace(settings, workers=workers or n_cores())
    _check_port(host, port)
    _ready_for_the_page(context.obj)
    library = open_library(context.obj.settings.library, index="chroma", model=context.obj.settings.model)
    print(f"http://{f'[{host}]' if ':' in host else host}:{port}/v1/openapi.json  (Ctrl-C ends it)", flush=True)
    serve(library, settings, host=host, port=port)
    return ANSWERED


@app.command()
def mcp(
    context: typer.Context,
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP on this machine instead.")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port for --http.")] = 8601,
) -> int:
    """Serve the library to other programs' agents over the Model Context Protocol.

    It speaks over standard input and output, as programs that start their servers themselves expect.
    """
    from assistant.extras import need
    from assistant.libraries.outlines import A_MOMENT
    from assistant.report_library import open_library

    need("mcp")
    share_arenas()
    from assistant.mcp_server import serve

    if http:
        bound_headers()
        _check_port("127.0.0.1", port)
    _ready_for_the_page(context.obj)
    act_as(Actor(way="MCP", name=system_user()))
    with open_library(context.obj.settings.library, model=context.obj.settings.model) as library:
        held = library.assistant.library
        held.patience = A_MOMENT
        preparing = held.warm() if held.unprepared() is not None else None
        if http:
            complain(f"http://127.0.0.1:{port}/mcp  (Ctrl-C ends it)")
        try:
            serve(library, port=port if http else None)
        finally:
            held.stop_preparing()
            if preparing is not None:
                preparing.join()
    return ANSWERED
