"""Chat models: behind a server, embedded, and either of them journalled; others, counted."""

from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from mlkt.config import Config, load_config
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.models.limited import limited

if TYPE_CHECKING:
    from mlkt.models.with_journal import Meter

__all__ = ["configured_model", "embedded_teacher", "journaled", "limited", "server_model"]


def configured_model(
    role: str = "teacher", config: Config | None = None, *, think: bool = False
) -> BaseChatModel:
    """Return the model of a role (teacher, critic, translator): a server's, or the embedded one.

    Without `config` the environment and `.env` are read: TEACHER_MODEL_BASE_URL and its sisters.
    The embedded teacher stands in where no server is named; `think` is an option of it alone.

    Raises:
        ConfigError: half a server is named.
    """
    config = config or load_config()
    endpoint = config.endpoint(role)
    if endpoint is None:
        return embedded_teacher(think=think)
    model = server_model(
        endpoint.base_url,
        endpoint.name,
        api_key=endpoint.api_key,
        role=role if role in config.models else "teacher",
        timeout_s=endpoint.timeout_s,
        max_retries=endpoint.max_retries,
    )
    by_step = any(step.thinking is not None for step in config.steps.values())
    if endpoint.thinking is None and endpoint.profile == "auto" and not by_step:
        return model
    from mlkt.models.thinking import think as switch

    return switch(model, endpoint.thinking, profile=endpoint.profile)


def server_model(
    base_url: str,
    name: str,
    *,
    api_key: str = "",
    role: str = "teacher",
    timeout_s: float = 300.0,
    max_retries: int = 5,
) -> BaseChatModel:
    """Return the chat model `name` behind an OpenAI-compatible server; `base_url` ends in `/v1`.

    `role` (teacher, critic, translator) names its settings in errors.

    Raises:
        ConfigError: `base_url` is no http or https address, or holds a user, a password or a query.
    """
    from mlkt.config.engines import check_address
    from mlkt.models.server import NO_KEY, ServerModel

    check_address(base_url, "base_url", "api_key")
    return ServerModel(
        base_url=base_url,
        model=name,
        api_key=SecretStr(api_key or NO_KEY),
        role=role,
        timeout=timeout_s,
        max_retries=max_retries,
    )


def embedded_teacher(*, think: bool = False) -> BaseChatModel:
    """Return the rule-based teacher; `think` wraps its replies in think tags."""
    from mlkt.models.extractive import ExtractiveTeacher

    return ExtractiveTeacher(think=think)


def journaled(
    model: BaseChatModel,
    journal: Journal,
    limits: Limits,
    meter: "Meter | None" = None,
    *,
    apart: str = "",
) -> BaseChatModel:
    """Return `model` with its finished requests in `journal` and those in flight under `limits`.

    A `meter` (`mlkt.run.money.budget`) is asked before each request that the journal does not hold.
    Models of one name share their replies, wherever they are; `apart`, any word, keeps those of a
    second judge from the first one's.
    """
    from mlkt.models.with_journal import JournaledModel

    inner = _limited(model, limits)
    return JournaledModel(
        inner=inner,
        journal=journal,
        limits=limits,
        counts_itself=inner is not model,
        meter=meter,
        apart=apart,
    )


def _limited(model: BaseChatModel, limits: Limits) -> BaseChatModel:
    """Return `model` with its requests counted in `limits` by itself, as it is if it cannot."""
    inner = getattr(model, "inner", None)
    if isinstance(inner, BaseChatModel):
        counted = _limited(inner, limits)
        return model if counted is inner else model.model_copy(update={"inner": counted})
    if isinstance(getattr(model, "limits", None), Limits):
        return model.model_copy(update={"limits": limits})
    return model
