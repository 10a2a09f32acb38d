"""`mlkt doctor`: is everything there that a run needs? Each failure says its cure."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from mlkt.ask import ask
from mlkt.cli.assemble import NOTICE, assemble
from mlkt.config import ROLES, Config, Endpoint, load_config
from mlkt.errors import ConfigError, MlktError, ModelError, nearest
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models import configured_model, embedded_teacher, server_model
from mlkt.packs import coverage, load_locale
from mlkt.reply import parse_verdict
from mlkt.run.files.versions import CORE, EXTRAS, version


def doctor(path: Path | None) -> int:
    """Print the state of models, road, packs, extras and versions; return 1 if something fails.

    Raises:
        ConfigError: the configuration cannot be read.
    """
    config = load_config(path)
    print("models")
    roles = [role for role in ROLES if role != "second_critic" or config.has_second_critic()]
    healthy = all([_check_model(config, role) for role in roles])
    if path:
        print("\nroad (memory, chain, strategy, prompts)")
        healthy = _check_road(config) and healthy
    print("\npacks (prompts of each language, by the state of their review)")
    for lang, states in coverage().items():
        counts = {
            state: list(states.values()).count(state) for state in sorted(set(states.values()))
        }
        locale = load_locale(lang)
        told = ", ".join(f"{count} {state}" for state, count in counts.items())
        draft = "" if locale.reviewed_by else "; locale: draft"
        print(f"  {lang:<8}{locale.endonym:<12}{told}{draft}")
    print("\nextras")
    for extra, package in EXTRAS.items():
        found = version(package)
        print(f"  {extra:<12}{package} " + (found or f"missing: pip install 'mlkt[{extra}]'"))
    print("\nversions")
    print("  " + ", ".join(f"{name} {version(name)}" for name in ("mlkt", *CORE)))
    return 0 if healthy else 1


def _check_road(config: Config) -> bool:
    # Without a language everything but the way to the pivot can still be checked.
    asked = replace(config, lang=config.lang or config.pivot)
    try:
        with closing(Journal()) as journal:
            assemble(asked, journal, Limits(asked.requests))
    except MlktError as error:
        print(f"  FAILED  {error}")
        return False
    except Exception as error:  # the chain is the user's own code
        print(f"  FAILED  chain {config.chain!r}: {type(error).__name__}: {error}")
        return False
    strategy = "native" if asked.lang == asked.pivot else asked.strategy
    print(f"  {strategy}, {config.lang or 'no `lang` given: name it with --lang'}")
    return True


def _check_model(config: Config, role: str) -> bool:
    endpoint = config.endpoint(role)
    try:
        if endpoint is None:
            print(f"  {role:<10} {_embedded(role)}")
        elif role != "teacher" and role not in config.models:
            print(f"  {role:<10} the teacher's")
        else:
            print(f"  {role:<10} {_served(config, endpoint, role)}")
    except MlktError as error:
        print(f"  {role:<10} FAILED  {error}")
        return False
    return True


def _embedded(role: str) -> str:
    if role == "translator":
        return (
            "none: set TRANSLATOR_MODEL_BASE_URL and TRANSLATOR_MODEL_NAME, or give `mlkt run` "
            "--memory FILE.tmx or --strategy native"
        )
    verdict = _tiny_question(embedded_teacher())
    return f"mlkt-extractive answers {verdict!r}; {NOTICE}"


def _served(config: Config, endpoint: Endpoint, role: str) -> str:
    """Ask the server for its models and the model one tiny question, as a run would ask it."""
    endpoint = replace(endpoint, timeout_s=min(endpoint.timeout_s, 60.0), max_retries=0)
    server: Any = server_model(
        endpoint.base_url,
        endpoint.name,
        api_key=endpoint.api_key,
        role=role,
        timeout_s=endpoint.timeout_s,
        max_retries=0,
    )
    listed = _listed(server)
    if listed and endpoint.name not in listed:
        raise ConfigError(
            f"{endpoint.base_url} has no model {endpoint.name!r}{nearest(endpoint.name, listed)}: "
            f"set {role.upper()}_MODEL_NAME to one of {', '.join(sorted(listed))}"
        )
    model = configured_model(role, replace(config, models={role: endpoint}))
    try:
        verdict = _tiny_question(model)
    except Exception as error:
        raise server.explained(error) from error
    return f"{endpoint.name} at {endpoint.base_url} answers {verdict!r}"


def _listed(model: Any) -> list[str]:
    """Return the names under `/v1/models`; empty where the server does not list them.

    Raises:
        MlktError: the server cannot be reached, refuses the key, or speaks another protocol.
    """
    import openai

    try:
        return [entry.id for entry in model.root_client.models.list()]
    except (openai.NotFoundError, openai.InternalServerError):
        return []
    except Exception as error:  # a page of HTML fails wherever openai first looks into it
        raise model.explained(error) from error


def _tiny_question(model: Any) -> str:
    """Return the verdict of one `standalone` request, the smallest that a run makes.

    Raises:
        ModelError: the answer is empty.
    """
    said = ask(model, "standalone", "en").invoke({"question": "In which year was paper invented?"})
    if not said.answer:
        thought = " (it only reasoned)" if said.reasoning else ""
        raise ModelError(
            f"the model returns an empty answer{thought}: look at the server's log and chat "
            "template; for a reasoning model set its `profile`, or `thinking: false`"
        )
    return parse_verdict(said.answer, load_locale("en")).value
