"""`mlkt run --engine ray`: what the workers need to make the driver's chain, and nothing secret."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from langchain_core.runnables import Runnable

from mlkt.cli.assemble import assemble
from mlkt.cli.work import told
from mlkt.config import Config, load_config
from mlkt.errors import ConfigError
from mlkt.journal import Journal
from mlkt.limits import Limits
from mlkt.rows import Row
from mlkt.run.engine.ray_engine import Crew, run_on_ray
from mlkt.run.files.ledger import Ledger

_KEPT = "kept on each machine"


@dataclass(frozen=True, slots=True)
class Cluster:
    """What `--engine ray` was given: how many workers, and the file that keys may stand in."""

    workers: int = 0
    config_path: Path | None = None

    def crew(self, config: Config) -> Crew:
        """Return the workers; each takes a GPU where a translation engine of the run wants one."""
        devices = [engine.options.get("device") for engine in config.translation.engines.values()]
        return Crew(self.workers, config.requests, config.passages, int("cuda" in devices))


def work_on_cluster(
    cluster: Cluster,
    config: Config,
    road: str,
    titles: Mapping[str, str],
    rows: list[Row],
    ledger: Ledger,
    journal: Journal,
    out: Path,
) -> None:
    """Run the rows that are not done on Ray, and show how far it is.

    Raises:
        MlktError: what `run_on_ray` raises; `RunStopped` in place of a server's late refusal.
    """
    make = ChainMaker(without_keys(config), cluster.config_path, titles, road, Path.cwd())
    with told(rows, ledger) as progress:
        run_on_ray(make, rows, ledger, journal, out, cluster.crew(config), progress=progress)


@dataclass(frozen=True, slots=True)
class ChainMaker:
    """Makes the driver's chain in a worker, from a configuration whose keys stayed behind.

    The worker goes to the driver's working folder and reads the keys where the driver read them:
    the configuration file, `.env`, its own environment. They are never part of what Ray carries.
    """

    config: Config
    config_path: Path | None
    titles: Mapping[str, str]
    road: str
    folder: Path

    def __call__(self, journal: Journal, limits: Limits) -> Runnable[Row, Row]:
        """Return the chain.

        Raises:
            ConfigError: a folder or a key is missing here, or the chain is not the driver's.
        """
        try:
            os.chdir(self.folder)
        except OSError as error:
            raise ConfigError(
                f"a worker has no folder {str(self.folder)!r} ({error.strerror}): run in a folder "
                "that all machines share"
            ) from error
        config = with_keys(self.config, load_config(self.config_path))
        assembly = assemble(config, journal, limits, titles=self.titles)
        if assembly.road != self.road:
            raise ConfigError(
                "a worker makes another chain than the driver: install the same version of mlkt, "
                "and give the same files, on every machine"
            )
        return assembly.chain


def without_keys(config: Config) -> Config:
    """Return the configuration with a mark in the place of each key."""
    return _each_key(config, lambda place, key: key and _KEPT)


def with_keys(config: Config, own: Config) -> Config:
    """Return the configuration with the keys that `own`, read on this machine, has for it.

    A key goes to the server that it is kept for, and to no other.

    Raises:
        ConfigError: it has none.
    """
    keys: dict[str, str] = {}
    _each_key(own, lambda place, key: keys.setdefault(place, key))

    def found(place: str, key: str) -> str:
        if key and not keys.get(place):
            raise ConfigError(
                f"a worker has no key for {place}: put it into .env of the run's shared folder, "
                "into the configuration file, or into the environment that `ray start` runs in"
            )
        return key and keys[place]

    return _each_key(config, found)


def _each_key(config: Config, change: Callable[[str, str], str]) -> Config:
    """Return the configuration with each key changed; it is called with the key's place."""
    models = {
        role: replace(own, api_key=change(f"models.{role} ({own.base_url})", own.api_key))
        for role, own in config.models.items()
    }
    engines = {
        name: replace(
            own,
            api_key=change(
                f"translation.engines.{name} ({own.options.get('base_url', '')})", own.api_key
            ),
        )
        for name, own in config.translation.engines.items()
    }
    translation = replace(config.translation, engines=engines)
    return replace(config, models=models, translation=translation)
