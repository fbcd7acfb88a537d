"""Subcommands and their options; errors as one message with a hint, never a traceback."""

from __future__ import annotations

import difflib
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import partsbook
from partsbook.cli import demo, files, jobs, output, safe, tasks
from partsbook.cli.parameters import FILES, LANGUAGES, PARAMETERS, Parameter, day, yes_or_no
from partsbook.errors import PartsbookError
from partsbook.progress import bar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from partsbook import Catalog

FINISHED, WITH_ERRORS, COULD_NOT_RUN = 0, 1, 2


class _Text(click.ParamType):  # type: ignore[type-arg]
    """A text that is read as a job's parameter is read in the tasks sheet."""

    def __init__(self, name: str, parameter: Parameter) -> None:
        self.name = name
        self.parameter = parameter

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        locale = ctx.params.get("locale") if ctx else None
        try:
            return self.parameter.read(value, locale if isinstance(locale, str) else None)
        except ValueError as error:
            self.fail(str(error), param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str | None:
        del ctx
        return "|".join(self.parameter.choices) or (param.name or self.name).upper()


class _Pair(click.ParamType):  # type: ignore[type-arg]
    """Two texts with an equals sign between them."""

    name = "pair"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        left, sign, right = value.rpartition("=")
        if not (left.strip() and sign and right.strip()):
            self.fail(f'"{value}" is not {param.metavar if param else "A=B"}', param, ctx)
        return left.strip(), right.strip()


_PATH = click.Path(path_type=Path)
_DAY = _Text("date", Parameter(day, ""))
_LANGUAGE = click.Option(["--language"], type=click.Choice(LANGUAGES), default="en", help="Language of the labels.")
_OVERWRITE = click.Option(["--overwrite"], is_flag=True, help="Replace a file that this program did not write.")


def _reading_options() -> list[click.Parameter]:
    """Return the arguments that say what is read, and how."""
    return [
        click.Argument(["sources"], nargs=-1, required=True, type=_PATH),
        click.Option(["--as-of"], type=_DAY, help="The day every question is about; today by default."),
        # Read before the others, which may be numbers.
        click.Option(["--locale"], is_eager=True, help="Settles 1,234 and 1/2/2026: fi, en-US …"),
        click.Option(
            ["--sheet", "sheets"], type=_Pair(), metavar="SHEET=TABLE", multiple=True, help="What a sheet is."
        ),
        click.Option(
            ["--synonym", "synonyms"], type=_Pair(), metavar="FIELD=TITLE", multiple=True, help="What a title means."
        ),
        click.Option(
            ["--remember"],
            is_flag=True,
            help="Keep --locale, --sheet and --synonym in partsbook-mapping.csv beside the workbooks for next time.",
        ),
    ]


def _writing_options(name: str) -> list[click.Parameter]:
    """Return the arguments that say where the answer goes."""
    if name in jobs.WORKBOOKS:
        words = "File to write (.xlsx)."
    else:
        pictures = "; pictures .svg .dot .mmd" if name in jobs.PICTURED else ""
        words = f"File to write (.xlsx or .csv{pictures}); the terminal by default."
    return [click.Option(["-o", "--output"], type=_PATH, help=words), _OVERWRITE, _LANGUAGE]


def _read(options: dict[str, Any]) -> tuple[Catalog, files.Reading]:
    """Read the sources of a command line."""
    synonyms = {title: field for field, title in options.pop("synonyms")}
    fields = {field for field in partsbook.schema()["field"] if field}
    for field in synonyms.values():
        if field not in fields and re.sub(r"_[a-z]{2}$", "_xx", field) not in fields:
            near = difflib.get_close_matches(field, sorted(fields), 3)
            hint = f"the nearest are {', '.join(near)}" if near else "`partsbook template FILE` shows all columns"
            raise PartsbookError(f'there is no column "{field}"', hint)
    reading = files.Reading(
        as_of=options.pop("as_of") or date.today(),  # noqa: DTZ011 - the day where the user is
        locale=options.pop("locale"),
        sheets=dict(options.pop("sheets")),
        synonyms=synonyms,
    )
    catalog = reading.read(*options.pop("sources"), progress=bar("reading"), remember=options.pop("remember", False))
    if not any(options.get(name) for name in FILES):
        reading.check_sheets()
    return catalog, reading


def _job_options(name: str, job: Callable[..., Any]) -> list[click.Parameter]:
    """Return the arguments that are the job's own."""
    params: list[click.Parameter] = []
    for argument, required in jobs.arguments(job).items():
        if argument == "language":
            continue
        parameter = PARAMETERS[argument]
        flag = "--" + argument.replace("_", "-")
        if parameter.convert is yes_or_no and argument != "prices":
            params.append(click.Option([flag], is_flag=True, help=parameter.help))
        else:
            kind = _Text(argument, parameter)
            params.append(click.Option([flag], type=kind, required=required, help=parameter.help))
    if name == "check":
        help_text = "Write copies of the workbooks with the findings in them: a file for one, a folder for several."
        params.append(click.Option(["--annotate"], type=_PATH, metavar="FILE|FOLDER", help=help_text))
    return params


def _check_target(name: str, path: Path | None) -> None:
    """Say before the work what is wrong with the file to write, or that one is needed."""
    if path is not None:
        output.check(path, is_table=name not in jobs.WORKBOOKS, has_picture=name in jobs.PICTURED)
    elif name in jobs.WORKBOOKS:
        raise PartsbookError(
            f"{name} makes a workbook, which cannot be shown here",
            f"name a file with -o, such as {jobs.WORKBOOKS[name]}",
        )


def _job_command(name: str, job: Callable[..., Any]) -> click.Command:
    """Return the subcommand that reads the sources, does the job and writes the answer."""

    def callback(**options: Any) -> int:
        path, overwrite, language = (options.pop(key) for key in ("output", "overwrite", "language"))
        annotate = options.pop("annotate", None)
        _check_target(name, path)
        catalog, reading = _read(options)
        if "language" in jobs.arguments(job):
            options["language"] = language
        given = {key: value for key, value in options.items() if value is not None}
        answer = jobs.do(job, catalog, reading, given)
        reading.check_sheets()
        if annotate is not None:
            for copy in catalog.annotated_copy(annotate, overwrite=overwrite, language=language):
                output.note(copy.problem or f"{copy.path} written: {copy.cells} cells marked")
        if path is not None:
            output.write(answer, path, overwrite=overwrite, language=language)
            output.note(f"{path} written; findings: {output.summary(catalog.findings)}")
        else:
            output.show(answer, language)
        if path is None or not output.holds_findings(answer, path):
            output.doubts(answer)
        for words in reading.notes:
            output.tell(words)
        if name == "check":
            output.ask(catalog.questions)
        return WITH_ERRORS if catalog.findings.errors or answer.findings.errors or reading.errors else FINISHED

    params = [*_reading_options(), *_job_options(name, job), *_writing_options(name)]
    return click.Command(name, params=params, callback=callback, help=job.__doc__)


def _template(file: Path, tables: tuple[str, ...], language: str, *, overwrite: bool) -> int:
    """Write an empty workbook to fill in: every sheet and column, explained."""
    output.check(file, is_table=False)
    partsbook.template(file, tables=list(tables) or None, language=language, overwrite=overwrite)
    output.note(f"{file} written")
    return FINISHED


def _codes(output_: Path | None, *, overwrite: bool, language: str) -> int:
    """List every kind of finding: what it means, what was expected, how to mend it."""
    answer = partsbook.codes()
    if output_ is None:
        output.show(answer, language)
    else:
        output.write(answer, output_, overwrite=overwrite, language=language)
        output.note(f"{output_} written")
    return FINISHED


def _run(sources: tuple[Path, ...], *, overwrite: bool, language: str, **options: Any) -> int:
    """Do what the `tasks` sheet of the workbook asks; results land beside it."""
    catalog, reading = _read({"sources": sources, **options})
    done = tasks.do_all(catalog, reading, folder=_folder(sources[0]), overwrite=overwrite, language=language)
    for line in done.lines:
        (output.tell if line in done.troubles else output.note)(output.said_here(line))
    return WITH_ERRORS if done.failed or done.errors or catalog.findings.errors else FINISHED


def _folder(source: Path) -> Path:
    return source if source.is_dir() else source.parent


def _demo(folder: Path) -> int:
    """Write a worked example: the workbooks of a small company, and every job done on them."""
    return demo.make(folder)


def _commands() -> click.Group:
    """Return the whole command line."""
    group = click.Group("partsbook", help=partsbook.__doc__.split("\n", 1)[0] if partsbook.__doc__ else None)
    group.params.append(
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help="Show the version and end.",
        )
    )
    demo_params: list[click.Parameter] = [click.Argument(["folder"], type=_PATH)]
    group.add_command(click.Command("demo", params=demo_params, callback=_demo, help=_demo.__doc__))
    template_params = [
        click.Argument(["file"], type=_PATH),
        click.Option(["--table", "tables"], multiple=True, help="Only this table; may be given several times."),
        _LANGUAGE,
        _OVERWRITE,
    ]
    group.add_command(click.Command("template", params=template_params, callback=_template, help=_template.__doc__))
    codes_params: list[click.Parameter] = [
        click.Option(
            ["-o", "--output", "output_"], type=_PATH, help="File to write (.xlsx or .csv); the terminal by default."
        ),
        _OVERWRITE,
        _LANGUAGE,
    ]
    group.add_command(click.Command("codes", params=codes_params, callback=_codes, help=_codes.__doc__))
    for name, job in jobs.JOBS.items():
        group.add_command(_job_command(name, job))
    group.add_command(safe.check_safe_command())
    run_params = [*_reading_options(), _OVERWRITE, _LANGUAGE]
    group.add_command(click.Command("run", params=run_params, callback=_run, help=_run.__doc__))
    return group


def _version(ctx: click.Context, _param: click.Parameter, asked: Any) -> None:
    if asked:
        click.echo(f"partsbook {partsbook.__version__}")
        ctx.exit()


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one way out for each kind of error
    """Run the program.

    Returns
    -------
    int
        The exit status: 0 finished, 1 finished with findings of severity E, 2 could not run.
    """
    try:
        status = _commands().main(args=list(arguments), prog_name="partsbook", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return COULD_NOT_RUN
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "partsbook"
        return _could_not_run(f"{command}: {error.format_message()}", f"`{command} --help` shows how it is used")
    except click.ClickException as error:
        return _could_not_run(error.format_message(), None)
    except PartsbookError as error:
        return _could_not_run(error.message, error.hint)
    except (click.Abort, KeyboardInterrupt):
        return _could_not_run("stopped; nothing was left half written", None)
    except BrokenPipeError:
        # The program that read our output has seen enough; keep Python from complaining when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINISHED
    except (OSError, KeyError, TypeError, ValueError) as error:
        return _could_not_run(str(error.args[0]) if len(error.args) == 1 else str(error), None)
    except Exception as error:  # noqa: BLE001 - whatever is wrong, a user gets a sentence and not a traceback
        said = f"an error in the program itself: {type(error).__name__}: {error}"
        return _could_not_run(said, "please report it together with the input that caused it")
    return status if isinstance(status, int) else FINISHED


def _could_not_run(message: str, hint: str | None) -> int:
    click.echo(f"partsbook could not run: {output.said_here(message)}", err=True)
    if hint is not None:
        click.echo(f"  hint  {output.said_here(hint)}", err=True)
    return COULD_NOT_RUN
