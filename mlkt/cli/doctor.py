"""`mlkt doctor`: is everything there that a run needs? Each failure says its cure."""

from pathlib import Path
from typing import Any

from mlkt.ask import ask
from mlkt.cli.assemble import NOTICE
from mlkt.config import ROLES, Config, Endpoint, load_config
from mlkt.errors import ConfigError, MlktError, nearest
from mlkt.models import embedded_teacher, server_model
from mlkt.packs import coverage, load_locale
from mlkt.reply import parse_verdict
from mlkt.run.versions import CORE, EXTRAS, version


def doctor(path: Path | None) -> int:
    """Print the state of models, packs, extras and versions; return 1 if a model fails.

    Raises:
        ConfigError: the configuration cannot be read.
    """
    config = load_config(path)
    print("models")
    healthy = all([_check_model(config, role) for role in ROLES])
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


def _check_model(config: Config, role: str) -> bool:
    endpoint = config.endpoint(role)
    try:
        if endpoint is None:
            print(f"  {role:<11}{_embedded(role)}")
        elif role != "teacher" and role not in config.models:
            print(f"  {role:<11}the teacher's")
        else:
            print(f"  {role:<11}{_served(endpoint, role)}")
    except MlktError as error:
        print(f"  {role:<11}FAILED  {error}")
        return False
    return True


def _embedded(role: str) -> str:
    if role == "translator":
        return (
            "none: set TRANSLATOR_MODEL_BASE_URL and TRANSLATOR_MODEL_NAME, give "
            "--memory FILE.tmx, or work with --strategy native"
        )
    verdict = _tiny_question(embedded_teacher())
    return f"mlkt-extractive answers {verdict!r}; {NOTICE}"


def _served(endpoint: Endpoint, role: str) -> str:
    """Ask the server for its models and the model one tiny question."""
    model: Any = server_model(
        endpoint.base_url,
        endpoint.name,
        api_key=endpoint.api_key,
        role=role,
        timeout_s=min(endpoint.timeout_s, 60.0),
        max_retries=0,
    )
    listed = _listed(model)
    if listed and endpoint.name not in listed:
        raise ConfigError(
            f"{endpoint.base_url} has no model {endpoint.name!r}{nearest(endpoint.name, listed)}: "
            f"set {role.upper()}_MODEL_NAME to one of {', '.join(sorted(listed))}"
        )
    verdict = _tiny_question(model)
    return f"{endpoint.name} at {endpoint.base_url} answers {verdict!r}"


def _listed(model: Any) -> list[str]:
    """Return the names under `/v1/models`; empty where the server does not list them.

    Raises:
        ModelError: the server cannot be reached or refuses the key.
    """
    import openai

    try:
        return [entry.id for entry in model.root_client.models.list()]
    except (openai.NotFoundError, openai.InternalServerError):
        return []
    except openai.OpenAIError as error:
        raise model.explained(error) from error


def _tiny_question(model: Any) -> str:
    """Return the verdict of one `standalone` request, the smallest that a run makes."""
    said = ask(model, "standalone", "en").invoke({"question": "In which year was paper invented?"})
    return parse_verdict(said.answer, load_locale("en")).value
