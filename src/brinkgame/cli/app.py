"""The commands, and how they fail: one line on standard error, and never a traceback.

The exit status is 0; 1 when a solve did not succeed; 2 for wrong input; 130 after Ctrl-C. Whatever
a command needs is imported when it runs, so that each starts quickly.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from typing import Annotated, Any, NoReturn, final

import typer
from typer.core import TyperGroup

from brinkgame.cli.output import complain, write
from brinkgame.errors import BrinkgameError, ParameterRangeWarning

__all__ = ["main"]

_OK, _NOT_SOLVED, _WRONG_INPUT, _INTERRUPTED = 0, 1, 2, 130

# typer does not offer the base of its errors in the use of the command line by name, and which
# module defines it depends on the version.
_USAGE_ERROR: type[Any] = typer.BadParameter.__mro__[1]


@final
class _Interrupted(Exception):  # noqa: N818
    """Ctrl-C, under a name that typer leaves to us: what it makes of it depends on the version."""


@final
class _Commands(TyperGroup):
    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise _Interrupted from None


app = typer.Typer(
    name="brinkgame",
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

GameName = Annotated[
    str,
    typer.Argument(
        metavar="GAME",
        help="A game that 'brinkgame list' shows, or the path of an .nfg or .efg file.",
    ),
]

ConceptName = Annotated[
    str | None,
    typer.Option("--concept", metavar="C", help="What to look for, such as subgame-perfect."),
]

StopAfter = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        help="Stop after so long, and show what was found by then.",
    ),
]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a page.")]

Held = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="The value of a parameter that does not vary; the rest is at its baseline.",
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            shown = version("brinkgame")
        except PackageNotFoundError:
            shown = "(not installed)"
        write(f"brinkgame {shown}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def brinkgame(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> int:
    """Crisis games whose numbers nobody knows: what will they do, and when does that change?"""
    del version
    if context.invoked_subcommand is None:
        write(context.get_help())
    return _OK


@app.command("list")
def list_games() -> int:
    """List the games and the solvers."""
    from brinkgame.cli.pages import list_page

    write(list_page())
    return _OK


@app.command()
def show(game: GameName) -> int:
    """Show a game: its tree or table, its parameters with their sources, its premises."""
    from brinkgame import catalog
    from brinkgame.cli.lookup import find
    from brinkgame.cli.model_pages import model_page
    from brinkgame.cli.pages import show_page

    if game == "campaign":
        from brinkgame.cli.campaign_page import show_campaign

        write(show_campaign())
    elif game in catalog.model_names():
        write(model_page(catalog.load_model(game)))
    else:
        write(show_page(find(game)))
    return _OK


@app.command()
def solve(
    game: GameName,
    concept: ConceptName = None,
    solver: Annotated[
        str | None, typer.Option("--solver", metavar="S", help="By which algorithm.")
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="The value of a parameter, such as detection=9/10; the rest is at its baseline. "
            "May be given several times.",
        ),
    ] = None,
    floats: Annotated[
        bool, typer.Option("--float", help="In floating point instead of exactly.")
    ] = False,
    time_limit: StopAfter = None,
    as_json: AsJson = False,
) -> int:
    """Find the equilibria of a game, each certified."""
    from brinkgame.cli import answers
    from brinkgame.cli.lookup import find, settings
    from brinkgame.pages.solution import as_json as as_answer
    from brinkgame.solve import solve as solve_game
    from brinkgame.solvers import solver_named

    given = settings(values or ())
    if game == "campaign":
        if concept or solver or floats or time_limit:
            raise BrinkgameError(
                "the campaign is solved stage by stage, exactly, each by the concept of its own: "
                "it takes --set and --json and nothing else"
            )
        return _solve_campaign(given, as_json)
    found = find(game)
    open_game = found.solvable
    if given and not open_game.parameters:
        raise BrinkgameError(f"{found.name} has no parameters, so there is nothing to --set")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ParameterRangeWarning)
        closed = open_game.at(given)
    if floats:
        closed = closed.to_float()
    chosen = None if solver is None else solver_named(solver.replace("-", "").replace("_", ""))
    result = solve_game(closed, chosen, concept=concept, check=False, time_limit=time_limit)
    if caught:
        complain(f"warning: {'; '.join(str(warning.message) for warning in caught)}")
    if as_json:
        write(json.dumps(as_answer(found.name, result), indent=2))
    else:
        write(answers.as_page(found, given, result))
    if result.status.is_success:
        return _OK
    complain(f"{found.name}: {result.status.value}")
    return _NOT_SOLVED


@app.command()
def sweep(
    game: GameName,
    out: Annotated[
        str,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Where to: a file that ends with .nc (netCDF), .csv or .parquet.",
        ),
    ],
    over: Annotated[
        list[str] | None,
        typer.Option(
            "--over",
            metavar="NAME=LOW:HIGH:COUNT",
            help="A parameter and its evenly spaced values, such as detection=0:1:101. May be "
            "given several times, for a grid.",
        ),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            metavar="M",
            help="payoff:PLAYER, outcome:LABEL or action:PLAYER:INFOSET:ACTION; every payoff and "
            "every outcome if none is named.",
        ),
    ] = None,
    values: Held = None,
    concept: ConceptName = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            metavar="SECONDS",
            help="Stop after so long, and write what was found by then.",
        ),
    ] = None,
) -> int:
    """Solve a game at every point of a grid, and write what its equilibria bring about."""
    from brinkgame.cli import sweeping
    from brinkgame.cli.lookup import find, settings
    from brinkgame.sensitivity import PointStatus, write_sweep
    from brinkgame.sensitivity import sweep as sweep_game

    grid = sweeping.axes(over or ())
    path = sweeping.checked_file(out)
    found = find(game)
    open_game = found.solvable
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ParameterRangeWarning)
        data = sweep_game(
            open_game,
            grid,
            sweeping.measures(measure or (), open_game),
            at=settings(values or ()),
            concept=concept,
            time_limit=time_limit,
            progress=sweeping.teller(),
        )
    write_sweep(data, path)
    if caught:
        complain(f"warning: {'; '.join(str(warning.message) for warning in caught)}")
    write(sweeping.report(found.name, data, path))
    missing = int((data.status.values == PointStatus.UNREACHED).sum())
    if missing:
        complain(f"{found.name}: the time was up before {missing} points were reached")
        return _NOT_SOLVED
    if bool(data.failed.all()):
        complain(f"{found.name}: no point has an answer: {data.attrs['reasons']}")
        return _NOT_SOLVED
    return _OK


@app.command()
def thresholds(
    game: GameName,
    over: Annotated[
        list[str] | None,
        typer.Option(
            "--over",
            metavar="NAME",
            help="The parameter that runs through its range, such as detection.",
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="The value of another parameter; the rest is at its baseline. May be given "
            "several times.",
        ),
    ] = None,
    concept: ConceptName = None,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="WHAT",
            help="What is compared: forms (what is done everywhere), paths (where play comes to) "
            "or outcomes.",
        ),
    ] = "forms",
    time_limit: StopAfter = None,
    as_json: AsJson = False,
) -> int:
    """Find the exact values of one parameter at which the equilibria of a game change."""
    from brinkgame.cli import thresholds_page as pages
    from brinkgame.cli.lookup import find, settings
    from brinkgame.cli.progress import shown_progress
    from brinkgame.parametric.thresholds import thresholds as find_thresholds

    given = settings(values or ())
    found = find(game)
    name = pages.checked_parameter(over or (), found)
    with warnings.catch_warnings(record=True) as caught, shown_progress() as progress:
        warnings.simplefilter("always", ParameterRangeWarning)
        result = find_thresholds(
            found.solvable,
            name,
            given,
            concept=concept,
            of=of,
            time_limit=time_limit,
            progress=progress,
        )
    if caught:
        complain(f"warning: {'; '.join(str(warning.message) for warning in caught)}")
    if as_json:
        write(json.dumps(pages.thresholds_json(found.name, result), indent=2))
    else:
        write(pages.thresholds_page(found, given, result))
    if result.is_complete:
        return _OK
    complain(f"{found.name}: {result.coverage}: {'; '.join(result.undecided)}")
    return _NOT_SOLVED


@app.command("regimes")
def show_regimes(
    game: GameName,
    over: Annotated[
        list[str] | None,
        typer.Option(
            "--over",
            metavar="NAME",
            help="A parameter that runs through its range; may be given twice, for a map. Without "
            "it every parameter does.",
        ),
    ] = None,
    values: Held = None,
    concept: ConceptName = None,
    of: Annotated[
        str,
        typer.Option(
            "--of",
            metavar="KIND",
            help="What to tell apart: forms (all that is planned), paths (what is done) or "
            "outcomes.",
        ),
    ] = "forms",
    plot: Annotated[
        str | None,
        typer.Option(
            "--plot", metavar="FILE", help="Draw the map: a file that ends with .png, .svg or .pdf."
        ),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="SECONDS", help="Give up after so long."),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show exactly which equilibria exist where: over one parameter, two, or all of them."""
    from brinkgame.cli import regimes_page
    from brinkgame.cli.lookup import find, settings
    from brinkgame.cli.progress import shown_progress
    from brinkgame.parametric import regimes

    names = regimes_page.checked_over(over or ())
    target = None if plot is None else regimes_page.checked_picture(plot)
    if target is not None and not names:
        raise BrinkgameError("--plot draws a map: say of which parameters with --over")
    found = find(game)
    given = settings(values or ())
    with warnings.catch_warnings(record=True) as caught, shown_progress() as progress:
        warnings.simplefilter("always", ParameterRangeWarning)
        answer: Any = regimes(
            found.solvable,
            names or None,
            given,
            concept=concept,
            of=of,
            time_limit=time_limit,
            progress=progress,
        )
    if target is not None:
        from brinkgame.plotting import draw_regimes, save

        save(draw_regimes(answer, title=found.title or found.name), target)
    if caught:
        complain(f"warning: {'; '.join(str(warning.message) for warning in caught)}")
    if as_json:
        write(json.dumps(regimes_page.regimes_json(found.name, answer), indent=2))
    else:
        write(regimes_page.regimes_page(found, given, answer))
        if target is not None:
            write(f"written: {target}")
    if answer.undecided:
        complain(f"{found.name}: {'; '.join(answer.undecided)}")
        return _NOT_SOLVED
    return _OK


def _solve_campaign(given: Mapping[str, Any], as_json: bool) -> int:
    from brinkgame.cli.campaign_page import solved_campaign
    from brinkgame.memo import campaign
    from brinkgame.report.machine import campaign_json

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ParameterRangeWarning)
        campaign.parameters().point(given)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ParameterRangeWarning)
        plays = campaign.fold(given)
    if caught:
        complain(f"warning: {'; '.join(str(warning.message) for warning in caught)}")
    if as_json:
        write(json.dumps({"game": "campaign", "plays": campaign_json(plays)}, indent=2))
    else:
        write(solved_campaign(plays, given))
    return _OK


@app.command()
def memo(
    part: Annotated[
        str | None,
        typer.Argument(
            metavar="[PART]",
            help="One decision, such as deploy, or one claim, such as T6; everything without it.",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Write memo.md, to read, and memo.json, for machines, into this folder.",
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="The value of an assumption, such as detection=9/10; the rest is at its baseline. "
            "May be given several times.",
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            metavar="N",
            help="At how many points to ask what they must have believed: a power of two, "
            "16384 unless told otherwise.",
        ),
    ] = None,
) -> int:
    """Tell the case of 1962: every decision, every claim, what was expected and believed."""
    from brinkgame.cli.lookup import folder, settings, write_files

    given = settings(values or ())
    if part is not None and draws is not None:
        raise BrinkgameError(f"--draws is about the whole report, and {part} is a part of it")
    target = None if out is None else folder(out)
    if part is not None:
        from brinkgame.cli.memo_parts import part as part_of_report

        page, files = part_of_report(part, given)
    else:
        from brinkgame.cli.memo_whole import whole

        page, files = whole(given, draws)
    written = [] if target is None else write_files(target, files)
    write(page)
    if written:
        write(f"written: {', '.join(written)}")
    return _OK


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status.

    Parameters
    ----------
    arguments
        The words after ``brinkgame``; those of the process if None.
    """
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        # Not standalone: errors come here instead of being printed over several lines.
        status = app(arguments, prog_name="brinkgame", standalone_mode=False)
    except _USAGE_ERROR as error:
        complain(f"{error.format_message()} (see brinkgame --help)")
    except BrinkgameError as error:
        complain(str(error))
    except OSError as error:
        where = "" if error.filename is None else f"{error.filename}: "
        complain(f"{where}{error.strerror or error}")
    except (KeyboardInterrupt, typer.Abort, _Interrupted):
        complain("interrupted")
        return _INTERRUPTED
    else:
        return status if isinstance(status, int) else _OK
    return _WRONG_INPUT
